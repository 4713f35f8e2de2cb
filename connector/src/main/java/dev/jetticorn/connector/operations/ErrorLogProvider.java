package dev.jetticorn.connector.operations;

import ch.qos.logback.classic.LoggerContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Hands slf4j a Logback that is set up already.
 *
 * <p>Logback's own provider looks for configuration files wherever the class path leads before
 * anybody can tell it not to. slf4j finds this one by a system property, which only the command
 * sets: whoever embeds the connector keeps the logging that is there.
 */
public final class ErrorLogProvider implements SLF4JServiceProvider {
  private static final String PROVIDER = "slf4j.provider";
  private static final String VERBOSITY = "slf4j.internal.verbosity";

  // slf4j makes this object itself, so the context has to wait for it here.
  private static volatile @Nullable LoggerContext waiting;

  private final LoggerContext context = Objects.requireNonNull(waiting);
  private final IMarkerFactory markers = new BasicMarkerFactory();

  static void bind(LoggerContext configured) {
    waiting = configured;
    System.setProperty(PROVIDER, ErrorLogProvider.class.getName());
    System.setProperty(VERBOSITY, "WARN");
    try {
      if (LoggerFactory.getILoggerFactory() != configured) {
        throw new IllegalStateException("there was a logger before the error log was set up");
      }
    } finally {
      // A WAR may bring an slf4j of its own, which must not look for this class.
      System.clearProperty(PROVIDER);
      System.clearProperty(VERBOSITY);
    }
  }

  @Override
  public void initialize() {
    // It is set up already.
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context.getMDCAdapter();
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }
}

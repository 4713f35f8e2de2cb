package dev.jetticorn.connector.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Arrays;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a logger says while this is open. */
public final class CapturedLog implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  public CapturedLog(Class<?> source) {
    this.logger = (Logger) LoggerFactory.getLogger(source);
    appender.start();
    this.logger.addAppender(appender);
  }

  public List<String> messages() {
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** The methods on the stack of the first entry. */
  public List<String> frames() {
    return Arrays.stream(appender.list.get(0).getThrowableProxy().getStackTraceElementProxyArray())
        .map(frame -> frame.getStackTraceElement().getMethodName())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}

package dev.jetticorn.connector.operations;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts the entries of the error log that an operator should look at. */
final class LogCounts extends AppenderBase<ILoggingEvent> {
  private final LongAdder warnings = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder exceptions = new LongAdder();

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      return;
    }
    // Jetty only warns of what an application throws, which gunicorn logs as an exception.
    if (event.getThrowableProxy() != null) {
      exceptions.increment();
    } else {
      (event.getLevel() == Level.WARN ? warnings : errors).increment();
    }
  }

  Map<String, LongSupplier> byLevel() {
    return Map.of("warning", warnings::sum, "error", errors::sum, "exception", exceptions::sum);
  }
}

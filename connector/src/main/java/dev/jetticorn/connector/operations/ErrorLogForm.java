package dev.jetticorn.connector.operations;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** How an entry of the error log looks, without the end of its last line. */
interface ErrorLogForm {
  /** What was logged. */
  String entry(ILoggingEvent event);

  /** A line that the application printed to {@code stdout} or {@code stderr}. */
  String printed(String stream, String line);
}

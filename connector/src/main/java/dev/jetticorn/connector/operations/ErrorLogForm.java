package dev.jetticorn.connector.operations;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** How an entry of the error log looks. */
interface ErrorLogForm {
  /** The entry, without the end of its last line. */
  String entry(ILoggingEvent event);
}

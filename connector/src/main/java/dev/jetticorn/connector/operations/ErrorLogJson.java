package dev.jetticorn.connector.operations;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.jetticorn.connector.log.JsonLine;
import dev.jetticorn.connector.log.JsonTime;
import org.jspecify.annotations.Nullable;

/** An object of JSON for each entry, with its stack trace in a member. */
final class ErrorLogJson implements ErrorLogForm {
  private final long pid = ProcessHandle.current().pid();
  private final @Nullable String name;

  /** Entries that say which server they are of. */
  ErrorLogJson(String name) {
    this.name = name.isEmpty() ? null : name;
  }

  @Override
  public String entry(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return entry(
        JsonTime.at(event.getTimeStamp()),
        ErrorLogLine.name(event.getLevel()),
        event.getLoggerName(),
        event.getThreadName(),
        event.getFormattedMessage(),
        thrown == null ? null : ThrowableProxyUtil.asString(thrown).stripTrailing());
  }

  @Override
  public String printed(String stream, String line) {
    return entry(JsonTime.now(), "INFO", stream, Thread.currentThread().getName(), line, null);
  }

  private String entry(
      String time,
      String level,
      String logger,
      String thread,
      @Nullable String message,
      @Nullable String exception) {
    StringBuilder entry = new StringBuilder(256);
    new JsonLine(entry)
        .put("time", time)
        .put("level", level)
        .put("logger", logger)
        .put("thread", thread)
        .put("message", message)
        .put("exception", exception)
        .put("name", name)
        .put("pid", pid)
        .end();
    return entry.toString();
  }
}

package dev.jetticorn.connector.server.handler;

import static dev.jetticorn.connector.settings.LogSettings.ACCESS_LOG_FORMAT;

import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** What a line of the access log says, e.g. {@code %(h)s "%(r)s" %(s)s}, taken apart once. */
final class AccessLogFormat {
  private static final Pattern PERCENT = Pattern.compile("%(?:%|\\(([^()]+)\\)s)");

  /** No line of atoms but an object for each request. */
  static final AccessLogFormat JSON = new AccessLogFormat(List.of(new JsonAccessLine()));

  private final List<Part> parts;

  private AccessLogFormat(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Takes a format apart.
   *
   * @throws UnusableSettingException when it has an atom that does not exist. gunicorn prints a
   *     dash for it, and the operator finds out when the log is needed.
   */
  static AccessLogFormat parse(String format) {
    if (format.equals("json")) {
      return JSON;
    }
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    Matcher percent = PERCENT.matcher(format);
    int done = 0;
    while (percent.find()) {
      literal.append(format, done, percent.start());
      done = percent.end();
      String name = percent.group(1);
      if (name == null) {
        literal.append('%');
      } else {
        parts.add(text(literal.toString()));
        literal.setLength(0);
        parts.add(AccessLogAtoms.named(name).orElseThrow(() -> unknown(percent.group())));
      }
    }
    parts.add(text(literal.append(format, done, format.length()).toString()));
    return new AccessLogFormat(parts);
  }

  /** The line for one request, without a line end. */
  String line(Request request, Response response) {
    StringBuilder line = new StringBuilder(256);
    for (Part part : parts) {
      part.appendTo(line, request, response);
    }
    return line.toString();
  }

  private static Part text(String text) {
    return (line, request, response) -> line.append(text);
  }

  private static UnusableSettingException unknown(String atom) {
    return new UnusableSettingException(
            ACCESS_LOG_FORMAT, "unknown atom `" + atom + "` in `access_log_format`", "no such atom")
        .pointingAt(atom)
        .help("the atoms are " + AccessLogAtoms.names());
  }

  /** A piece of a line. */
  interface Part {
    void appendTo(StringBuilder line, Request request, Response response);
  }
}

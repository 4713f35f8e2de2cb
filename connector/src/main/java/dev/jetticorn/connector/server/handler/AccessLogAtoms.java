package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.log.JsonLine;
import dev.jetticorn.connector.request.StreamRequest;
import dev.jetticorn.connector.server.handler.AccessLogFormat.Part;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** What the atoms, gunicorn's and ours, say of a request. */
final class AccessLogAtoms {
  private static final String NOTHING = "-";

  private static final Map<String, Part> ATOMS = atoms();

  private AccessLogAtoms() {}

  /** The part for what stands in the parentheses: {@code h} or <code>{referer}i</code>. */
  static Optional<Part> named(String name) {
    return name.startsWith("{") ? ofVariable(name) : Optional.ofNullable(ATOMS.get(name));
  }

  /** All names, for a message. */
  static String names() {
    return "%("
        + String.join(")s %(", ATOMS.keySet())
        + ")s %({header}i)s %({header}o)s %({attribute}e)s";
  }

  private static Map<String, Part> atoms() {
    long pid = ProcessHandle.current().pid();
    Map<String, Part> atoms = new LinkedHashMap<>();
    atoms.put("h", text(LoggedRequest::clientAddress));
    atoms.put("l", text(request -> NOTHING));
    atoms.put("u", text(LoggedRequest::user));
    atoms.put("t", new Clock());
    atoms.put("r", text(LoggedRequest::requestLine));
    atoms.put("m", text(LoggedRequest::method));
    atoms.put("U", text(LoggedRequest::path));
    atoms.put("q", AccessLogAtoms::appendQuery);
    atoms.put("H", text(LoggedRequest::httpVersion));
    atoms.put("s", (line, request, response) -> line.append(response.getStatus()));
    atoms.put(
        "B", (line, request, response) -> line.append(LoggedRequest.bodyBytes(request, response)));
    atoms.put("b", AccessLogAtoms::appendBodyBytesOrDash);
    atoms.put("f", text(request -> request.getHeaders().get(HttpHeader.REFERER)));
    atoms.put("a", text(request -> request.getHeaders().get(HttpHeader.USER_AGENT)));
    atoms.put("T", duration(TimeUnit.SECONDS));
    atoms.put("M", duration(TimeUnit.MILLISECONDS));
    atoms.put("D", duration(TimeUnit.MICROSECONDS));
    atoms.put(
        "L",
        (line, request, response) ->
            JsonLine.appendSeconds(line, LoggedRequest.elapsedNanos(request)));
    atoms.put("p", (line, request, response) -> line.append('<').append(pid).append('>'));
    atoms.put("protocol", text(LoggedRequest::protocol));
    atoms.put("tls_version", text(LoggedRequest::tlsVersion));
    atoms.put("stream_id", text(request -> StreamRequest.streamId(request).orElse(NOTHING)));
    atoms.put("weight", text(AccessLogAtoms::weight));
    atoms.put(
        "urgency",
        (line, request, response) -> line.append(StreamRequest.urgency(request).urgency()));
    return atoms;
  }

  private static Optional<Part> ofVariable(String name) {
    int brace = name.indexOf('}');
    if (brace != name.length() - 2 || brace == 1) {
      return Optional.empty();
    }
    String variable = name.substring(1, brace);
    return switch (name.charAt(brace + 1)) {
      case 'i' -> Optional.of(text(request -> joined(request.getHeaders(), variable)));
      case 'o' ->
          Optional.of(
              (line, request, response) ->
                  appendEscaped(line, joined(response.getHeaders(), variable)));
      case 'e' -> Optional.of(text(request -> printed(request.getAttribute(variable))));
      default -> Optional.empty();
    };
  }

  private static Part text(Function<Request, @Nullable String> value) {
    return (line, request, response) -> appendEscaped(line, value.apply(request));
  }

  private static Part duration(TimeUnit unit) {
    return (line, request, response) ->
        line.append(unit.convert(LoggedRequest.elapsedNanos(request), TimeUnit.NANOSECONDS));
  }

  private static String weight(Request request) {
    return StreamRequest.priority(request)
        .map(priority -> Integer.toString(priority.weight()))
        .orElse(NOTHING);
  }

  private static void appendQuery(StringBuilder line, Request request, Response response) {
    String query = request.getHttpURI().getQuery();
    // gunicorn prints nothing, not a dash, for no query.
    if (query != null) {
      appendEscaped(line, query);
    }
  }

  private static void appendBodyBytesOrDash(
      StringBuilder line, Request request, Response response) {
    long bytes = LoggedRequest.bodyBytes(request, response);
    if (bytes == 0) {
      line.append(NOTHING);
    } else {
      line.append(bytes);
    }
  }

  private static @Nullable String joined(HttpFields fields, String name) {
    List<HttpField> found = fields.getFields(name);
    if (found.isEmpty()) {
      return null;
    }
    StringBuilder values = new StringBuilder();
    for (HttpField field : found) {
      values.append(values.isEmpty() ? "" : ", ").append(field.getValue());
    }
    return values.toString();
  }

  private static @Nullable String printed(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /**
   * Appends what a client may have chosen, so that it cannot end a quoted value or a line, nor
   * speak to a terminal.
   */
  private static void appendEscaped(StringBuilder line, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      line.append(NOTHING);
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7F) {
        line.append(c);
      } else {
        line.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
      }
    }
  }

  /** The time in the form {@code [22/Nov/2026:17:50:47 +0000]}; formatted once a second. */
  private static final class Clock implements Part {
    private final DateTimeFormatter format =
        DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());

    // Written by any thread; two that write at once write the same.
    private volatile Second latest = new Second(0, "");

    @Override
    public void appendTo(StringBuilder line, Request request, Response response) {
      long now = System.currentTimeMillis() / 1_000;
      Second second = latest;
      if (second.number != now) {
        second = new Second(now, format.format(Instant.ofEpochSecond(now)));
        latest = second;
      }
      line.append(second.text);
    }

    private record Second(long number, String text) {}
  }
}

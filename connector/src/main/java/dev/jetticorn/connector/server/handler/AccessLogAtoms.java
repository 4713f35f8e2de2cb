package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.server.handler.AccessLogFormat.Part;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/** What gunicorn's atoms say of a request. */
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
    atoms.put("h", text(Request::getRemoteAddr));
    atoms.put("l", text(request -> NOTHING));
    atoms.put("u", text(AccessLogAtoms::user));
    atoms.put("t", new Clock());
    atoms.put("r", AccessLogAtoms::appendRequestLine);
    atoms.put("m", text(Request::getMethod));
    atoms.put("U", text(request -> request.getHttpURI().getPath()));
    atoms.put("q", AccessLogAtoms::appendQuery);
    atoms.put("H", text(AccessLogAtoms::protocol));
    atoms.put("s", (line, request, response) -> line.append(response.getStatus()));
    atoms.put("B", (line, request, response) -> line.append(bodyBytes(request, response)));
    atoms.put("b", AccessLogAtoms::appendBodyBytesOrDash);
    atoms.put("f", text(request -> request.getHeaders().get(HttpHeader.REFERER)));
    atoms.put("a", text(request -> request.getHeaders().get(HttpHeader.USER_AGENT)));
    atoms.put("T", duration(Duration::toSeconds));
    atoms.put("M", duration(Duration::toMillis));
    atoms.put("D", duration(elapsed -> elapsed.toNanos() / 1_000));
    atoms.put("L", AccessLogAtoms::appendDecimalSeconds);
    atoms.put("p", (line, request, response) -> line.append('<').append(pid).append('>'));
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

  private static Part duration(ToLongFunction<Duration> unit) {
    return (line, request, response) -> line.append(unit.applyAsLong(elapsed(request)));
  }

  private static Duration elapsed(Request request) {
    return Duration.ofNanos(NanoTime.since(request.getHeadersNanoTime()));
  }

  private static void appendDecimalSeconds(StringBuilder line, Request request, Response response) {
    Duration elapsed = elapsed(request);
    String micros = Integer.toString(1_000_000 + elapsed.toNanosPart() / 1_000);
    line.append(elapsed.toSeconds()).append('.').append(micros, 1, micros.length());
  }

  private static void appendRequestLine(StringBuilder line, Request request, Response response) {
    appendEscaped(line, request.getMethod());
    line.append(' ');
    HttpURI uri = request.getHttpURI();
    // CONNECT has an authority and no path.
    String target = uri.getPathQuery();
    appendEscaped(line, target == null ? uri.asString() : target);
    line.append(' ').append(protocol(request));
  }

  private static void appendQuery(StringBuilder line, Request request, Response response) {
    String query = request.getHttpURI().getQuery();
    // gunicorn prints nothing, not a dash, for no query.
    if (query != null) {
      appendEscaped(line, query);
    }
  }

  private static String protocol(Request request) {
    return request.getConnectionMetaData().getHttpVersion().asString();
  }

  private static void appendBodyBytesOrDash(
      StringBuilder line, Request request, Response response) {
    long bytes = bodyBytes(request, response);
    if (bytes == 0) {
      line.append(NOTHING);
    } else {
      line.append(bytes);
    }
  }

  private static long bodyBytes(Request request, Response response) {
    // Jetty counts what was written to a response to HEAD, which then is not sent.
    if (HttpMethod.HEAD.is(request.getMethod())
        || response.getStatus() == HttpStatus.NOT_MODIFIED_304) {
      return 0;
    }
    long written = Response.getContentBytesWritten(response);
    // Jetty writes its own error pages past the counter.
    return written <= 0 && response.getStatus() >= HttpStatus.BAD_REQUEST_400
        ? Math.max(0, response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH))
        : Math.max(0, written);
  }

  /** Who was authenticated, or, as in gunicorn, who the client says it is. */
  private static @Nullable String user(Request request) {
    Principal principal = Request.getAuthenticationState(request).getUserPrincipal();
    return principal != null
        ? principal.getName()
        : basicUser(request.getHeaders().get(HttpHeader.AUTHORIZATION));
  }

  private static @Nullable String basicUser(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "basic ", 0, 6)) {
      return null;
    }
    try {
      byte[] credentials = Base64.getDecoder().decode(authorization.substring(6).strip());
      String text = new String(credentials, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? text : text.substring(0, colon);
    } catch (IllegalArgumentException notBase64) {
      return null;
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

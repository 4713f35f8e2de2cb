package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.Setting.notInGunicorn;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.choice;
import static dev.jetticorn.connector.settings.model.ValueType.integer;
import static dev.jetticorn.connector.settings.model.ValueType.seconds;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How large a request may be, and how slow its client. */
public final class LimitSettings {
  static final Section SECTION = Section.titled("Request limits");

  public static final Setting<Integer> LIMIT_REQUEST_LINE =
      SECTION.setting(
          "limit_request_line",
          integer(0, 1_048_576),
          4094,
          """
          Largest request line, in bytes; 0 means no limit.

          A longer one gets 414.
          """);

  public static final Setting<Integer> LIMIT_REQUEST_FIELDS =
      SECTION.setting(
          "limit_request_fields",
          integer(1, 32_768),
          100,
          """
          How many header fields a request may have.

          More get 431. On HTTP/1.1 they and the request line have 16 MiB together, whatever the
          limits are.
          """);

  public static final Setting<Integer> LIMIT_REQUEST_FIELD_SIZE =
      SECTION.setting(
          "limit_request_field_size",
          integer(0, 1_048_576),
          8190,
          """
          Largest header field, name and value, in bytes; 0 means no limit.

          A larger one gets 431.
          """);

  public static final Setting<Boolean> PERMIT_OBSOLETE_FOLDING =
      SECTION.setting(
          "permit_obsolete_folding",
          bool(),
          false,
          """
          Takes header fields that go on in a second line (RFC 9112, 5.2), on HTTP/1.1.

          The lines are joined by a space.
          """);

  public static final Setting<Boolean> STRIP_HEADER_SPACES =
      SECTION.setting(
          "strip_header_spaces",
          bool(),
          false,
          """
          Takes white space between a header's name and its colon, on HTTP/1.1.

          A proxy that reads the name otherwise may let through what it should not.
          """);

  public static final Setting<Boolean> PERMIT_UNCONVENTIONAL_HTTP_VERSION =
      SECTION.setting(
          "permit_unconventional_http_version",
          bool(),
          false,
          """
          Takes versions from `HTTP/0.0` to `HTTP/9.9`, on HTTP/1.1.

          A request with a version below 1.1 is served as HTTP/1.0, one above as HTTP/1.1. Without
          this, those with another major version than 1 get 505.
          """);

  public static final Setting<Boolean> PERMIT_UNCONVENTIONAL_HTTP_METHOD =
      SECTION.setting(
          "permit_unconventional_http_method",
          bool(),
          false,
          """
          Takes methods with small letters, with `#`, shorter than 3 and longer than 20 characters,
          on HTTP/1.1.
          """);

  public static final Setting<Boolean> CASEFOLD_HTTP_METHOD =
      SECTION.setting(
          "casefold_http_method",
          bool(),
          false,
          """
          Turns methods into capitals, on HTTP/1.1.
          """);

  public static final Setting<HeaderMap> HEADER_MAP =
      SECTION.setting(
          "header_map",
          choice(headerMapWords()),
          HeaderMap.DROP,
          """
          What becomes of header fields with an underscore in their name.

          CGI and much that came after it cannot tell `X_Name` from `X-Name`, so that a client could
          speak for a proxy. `drop` keeps them from the application, `refuse` answers 400, and
          `dangerous` hands them on.
          """);

  public static final Setting<Duration> HANDSHAKE_TIMEOUT =
      SECTION.setting(
          "handshake_timeout",
          seconds(1, 3_600),
          Duration.ofSeconds(10),
          """
          How long a TLS handshake may take.

          A connection whose handshake takes longer is closed.
          """,
          notInGunicorn());

  public static final Setting<Integer> TLS_RATE_LIMIT =
      SECTION.setting(
          "tls_rate_limit",
          integer(0, 1_000_000),
          100,
          """
          How many TLS records without data a connection may bring in a second; 0 means any number.

          Such are key updates, which make the server compute new keys, empty records, and the few
          of a handshake. One more closes the connection.
          """,
          notInGunicorn());

  public static final Setting<Duration> HEADER_TIMEOUT =
      SECTION.setting(
          "header_timeout",
          seconds(1, 3_600),
          Duration.ofSeconds(20),
          """
          How long the head of a request may take to arrive.

          On HTTP/1.1 it counts from the beginning of the connection or from the first bytes of a
          later request; who is late gets 408. On HTTP/2 the client's first SETTINGS frame and each
          field block have this time; who is late gets GOAWAY. The header of the PROXY protocol, and
          what tells HTTP/2 from HTTP/1.1 without TLS, have it too, and the connection is closed.
          """,
          notInGunicorn());

  public static final Setting<Integer> MIN_DATA_RATE =
      SECTION.setting(
          "min_data_rate",
          integer(0, 1_048_576),
          240,
          """
          How many bytes per second a client must send of a body or read of a response; 0 means any.

          Only time counts in which the server waits for the client, and `min_data_rate_grace` of
          it is forgiven. Who is slower gets 408 on HTTP/1.1 where that can still be said, or else
          the connection is closed; on HTTP/2 the stream is reset, or the connection is closed when
          nothing moves on it. A gRPC request, and one whose response has begun, may be sent slowly.
          """,
          notInGunicorn());

  public static final Setting<Duration> MIN_DATA_RATE_GRACE =
      SECTION.setting(
          "min_data_rate_grace",
          seconds(1, 3_600),
          Duration.ofSeconds(20),
          """
          How long a client may be slower than `min_data_rate`.
          """,
          notInGunicorn());

  private LimitSettings() {}

  private static Map<HeaderMap, List<String>> headerMapWords() {
    var words = new EnumMap<HeaderMap, List<String>>(HeaderMap.class);
    words.put(HeaderMap.DROP, List.of("drop"));
    words.put(HeaderMap.REFUSE, List.of("refuse"));
    words.put(HeaderMap.DANGEROUS, List.of("dangerous"));
    return words;
  }
}

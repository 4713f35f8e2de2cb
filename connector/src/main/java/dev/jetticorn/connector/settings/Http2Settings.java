package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.Setting.notInGunicorn;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.choice;
import static dev.jetticorn.connector.settings.model.ValueType.integer;
import static dev.jetticorn.connector.settings.model.ValueType.listOf;
import static dev.jetticorn.connector.settings.model.ValueType.orAuto;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The protocols, and what HTTP/2 announces to its clients. */
public final class Http2Settings {
  static final Section SECTION = Section.titled("HTTP/2");

  public static final Setting<Optional<List<HttpProtocol>>> HTTP_PROTOCOLS =
      SECTION.setting(
          "http_protocols",
          orAuto(listOf(choice(protocolWords()))),
          Optional.empty(),
          """
          The protocols of a listener with TLS, in the order of preference.

          `h2` is HTTP/2, `h1` is HTTP/1.1. `h2` alone refuses clients of HTTP/1.1. `auto` means
          `h2,h1` with TLS. A listener without TLS speaks HTTP/1.1, and what `http2_cleartext` adds.
          """,
          gunicornDefault("h1"));

  public static final Setting<Http2ClearText> HTTP2_CLEARTEXT =
      SECTION.setting(
          "http2_cleartext",
          choice(clearTextWords()),
          Http2ClearText.OFF,
          """
          How the peers in `forwarded_allow_ips` may speak HTTP/2 on listeners without TLS.

          With `prior-knowledge` their connections begin with HTTP/2's preface, and one that does
          not is answered 400 and closed. With `upgrade` they begin with HTTP/1.1, and a request may
          ask for HTTP/2 by `Upgrade: h2c`. With `both` they do as they like. Everybody else is
          served HTTP/1.1 as with `off`. Not for a port that the internet can reach.
          """);

  public static final Setting<Integer> HTTP2_MAX_CONCURRENT_STREAMS =
      SECTION.setting(
          "http2_max_concurrent_streams",
          integer(1, Integer.MAX_VALUE),
          100,
          """
          How many requests one connection may have in progress.

          The client learns the number from SETTINGS_MAX_CONCURRENT_STREAMS.
          """);

  public static final Setting<Integer> HTTP2_INITIAL_WINDOW_SIZE =
      SECTION.setting(
          "http2_initial_window_size",
          integer(1, Integer.MAX_VALUE),
          65_535,
          """
          How many bytes of a request's body may be under way before the application reads them.

          The client learns the number from SETTINGS_INITIAL_WINDOW_SIZE.
          """);

  public static final Setting<Integer> HTTP2_MAX_FRAME_SIZE =
      SECTION.setting(
          "http2_max_frame_size",
          integer(16_384, 16_777_215),
          16_384,
          """
          Largest frame payload that the server accepts, in bytes.

          The client learns the number from SETTINGS_MAX_FRAME_SIZE.
          """);

  public static final Setting<Integer> HTTP2_MAX_HEADER_LIST_SIZE =
      SECTION.setting(
          "http2_max_header_list_size",
          integer(0, Integer.MAX_VALUE),
          65_536,
          """
          Largest size of a request's header fields, uncompressed, in bytes; 0 means no limit.

          The client learns the number from SETTINGS_MAX_HEADER_LIST_SIZE. For HTTP/1.1 there are
          the `limit_request` settings.
          """);

  public static final Setting<Integer> HTTP2_CONNECTION_WINDOW_SIZE =
      SECTION.setting(
          "http2_connection_window_size",
          integer(65_535, Integer.MAX_VALUE),
          1_048_576,
          """
          How many bytes of all the request bodies of a connection may be under way.
          """,
          notInGunicorn());

  public static final Setting<Integer> HTTP2_HEADER_TABLE_SIZE =
      SECTION.setting(
          "http2_header_table_size",
          integer(0, 1_048_576),
          4_096,
          """
          How many bytes of header fields a connection remembers to decompress the next ones.

          The client learns the number from SETTINGS_HEADER_TABLE_SIZE.
          """,
          notInGunicorn());

  public static final Setting<Integer> HTTP2_MAX_SETTINGS_KEYS =
      SECTION.setting(
          "http2_max_settings_keys",
          integer(1, 2_730),
          64,
          """
          How many entries a client's SETTINGS frame may have.

          More end the connection.
          """,
          notInGunicorn());

  public static final Setting<Integer> HTTP2_RATE_LIMIT =
      SECTION.setting(
          "http2_rate_limit",
          integer(0, 1_000_000),
          1_000,
          """
          How many frames of one kind a connection may bring in a second; 0 means no limit.

          Counted are the kinds that cost the client nothing, each by itself: RST_STREAM, SETTINGS,
          PING, PRIORITY, PRIORITY_UPDATE, CONTINUATION, unknown frames, empty DATA, malformed
          HEADERS, and WINDOW_UPDATE beyond four for each DATA frame that was sent, or for one that
          less than 16 bytes of window cut short. As many answers to frames may wait to be read. One
          more ends the connection with ENHANCE_YOUR_CALM.
          """,
          notInGunicorn());

  public static final Setting<Boolean> HTTP2_CONNECT_PROTOCOL =
      SECTION.setting(
          "http2_connect_protocol",
          bool(),
          true,
          """
          Take WebSockets on the streams of an HTTP/2 connection (RFC 8441).

          Clients learn of it from SETTINGS_ENABLE_CONNECT_PROTOCOL. When it is off they open an
          HTTP/1.1 connection for each WebSocket.
          """,
          notInGunicorn());

  public static final Setting<Http2Priority> HTTP2_PRIORITY =
      SECTION.setting(
          "http2_priority",
          choice(priorityWords()),
          Http2Priority.BOTH,
          """
          Which kinds of priority count, for servlets and for what is sent first.

          `rfc7540` are the weights and dependencies of PRIORITY frames, `rfc9218` is the urgency of
          the Priority field and of PRIORITY_UPDATE frames. With `both` the urgency decides on a
          connection where somebody speaks of it. What does not count is not shown to servlets, and
          the client is told by SETTINGS_NO_RFC7540_PRIORITIES when weights and dependencies do not.
          With `off` streams take turns. Where urgency counts, requests that wait for a thread of
          `workers` x `threads` enter by urgency too, on HTTP/1.1 as well.
          """,
          notInGunicorn());

  private Http2Settings() {}

  private static Map<Http2Priority, List<String>> priorityWords() {
    var words = new EnumMap<Http2Priority, List<String>>(Http2Priority.class);
    words.put(Http2Priority.OFF, List.of("off"));
    words.put(Http2Priority.RFC7540, List.of("rfc7540"));
    words.put(Http2Priority.RFC9218, List.of("rfc9218"));
    words.put(Http2Priority.BOTH, List.of("both"));
    return words;
  }

  private static Map<Http2ClearText, List<String>> clearTextWords() {
    var words = new EnumMap<Http2ClearText, List<String>>(Http2ClearText.class);
    words.put(Http2ClearText.OFF, List.of("off"));
    words.put(Http2ClearText.PRIOR_KNOWLEDGE, List.of("prior-knowledge"));
    words.put(Http2ClearText.UPGRADE, List.of("upgrade"));
    words.put(Http2ClearText.BOTH, List.of("both"));
    return words;
  }

  private static Map<HttpProtocol, List<String>> protocolWords() {
    var words = new EnumMap<HttpProtocol, List<String>>(HttpProtocol.class);
    words.put(HttpProtocol.H2, List.of("h2"));
    words.put(HttpProtocol.H1, List.of("h1"));
    return words;
  }
}

package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.notYet;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.choice;
import static dev.jetticorn.connector.settings.model.ValueType.integer;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How large a request may be. */
public final class LimitSettings {
  static final Section SECTION =
      Section.titled("Request limits")
          .refuse(
              notYet("permit_unconventional_http_version", "Takes versions that do not exist.")
                  .asSwitch()
                  .gunicornDefault("False"));

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

  private LimitSettings() {}

  private static Map<HeaderMap, List<String>> headerMapWords() {
    var words = new EnumMap<HeaderMap, List<String>>(HeaderMap.class);
    words.put(HeaderMap.DROP, List.of("drop"));
    words.put(HeaderMap.REFUSE, List.of("refuse"));
    words.put(HeaderMap.DANGEROUS, List.of("dangerous"));
    return words;
  }
}

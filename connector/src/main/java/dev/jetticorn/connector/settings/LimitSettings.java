package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.notYet;
import static dev.jetticorn.connector.settings.model.ValueType.integer;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;

/** How large a request may be. */
public final class LimitSettings {
  static final Section SECTION =
      Section.titled("Request limits")
          .refuse(
              notYet("permit_obsolete_folding", "Takes header fields of several lines.")
                  .asSwitch()
                  .gunicornDefault("False"),
              notYet("strip_header_spaces", "Takes white space before a header's colon.")
                  .asSwitch()
                  .gunicornDefault("False"),
              notYet("permit_unconventional_http_method", "Takes methods of any letters.")
                  .asSwitch()
                  .gunicornDefault("False"),
              notYet("permit_unconventional_http_version", "Takes versions that do not exist.")
                  .asSwitch()
                  .gunicornDefault("False"),
              notYet("casefold_http_method", "Takes methods in small letters.")
                  .asSwitch()
                  .gunicornDefault("False"),
              notYet("header_map", "Says what becomes of header names with an underscore.")
                  .gunicornDefault("drop"));

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

  private LimitSettings() {}
}

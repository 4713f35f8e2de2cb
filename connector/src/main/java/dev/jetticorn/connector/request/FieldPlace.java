package dev.jetticorn.connector.request;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** A place for fields beside the header of the final response, and what may not stand there. */
final class FieldPlace {
  /** A 103 response: no body, no say over the connection, and no cookie before the answer. */
  static final FieldPlace EARLY_HINT =
      new FieldPlace("early hint", Set.of("content-length", "set-cookie"));

  /** RFC 9110, 6.5.1: what must be known before the body cannot follow it. */
  static final FieldPlace TRAILER =
      new FieldPlace(
          "trailer",
          Set.of(
              // Framing and content.
              "content-length",
              "content-encoding",
              "content-type",
              "content-range",
              "content-location",
              // Routing and modifiers of requests.
              "host",
              "expect",
              "max-forwards",
              "range",
              "if-match",
              "if-none-match",
              "if-modified-since",
              "if-unmodified-since",
              "if-range",
              // Authentication and state.
              "authorization",
              "proxy-authorization",
              "www-authenticate",
              "proxy-authenticate",
              "cookie",
              "set-cookie",
              // Control of the response.
              "age",
              "cache-control",
              "pragma",
              "expires",
              "date",
              "location",
              "retry-after",
              "vary",
              "warning"));

  /** They speak about the connection or the framing and are refused in both places. */
  private static final Set<String> ABOUT_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "te",
          "trailer");

  /**
   * Fields about the final response and its body, which a hint made from all fields of a response
   * leaves out. Not {@code Content-Security-Policy}: browsers apply it to what they preload.
   */
  private static final Set<String> ABOUT_THE_FINAL_RESPONSE =
      Set.of(
          "accept-ranges",
          "age",
          "allow",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-location",
          "content-range",
          "content-type",
          "date",
          "etag",
          "expires",
          "last-modified",
          "location",
          "pragma",
          "retry-after",
          "server",
          "vary",
          "www-authenticate",
          "x-powered-by");

  private static final int SHOWN_CHARACTERS = 64;

  private final String label;
  private final Set<String> forbidden;

  private FieldPlace(String label, Set<String> forbidden) {
    this.label = label;
    this.forbidden = forbidden;
  }

  /**
   * The fields as they go out, if each of them may.
   *
   * @throws IllegalArgumentException naming the first field that may not
   */
  HttpFields check(@Nullable Collection<Map.Entry<String, String>> fields) {
    if (fields == null) {
      throw new IllegalArgumentException("the collection of " + label + " fields is null");
    }
    HttpFields.Mutable checked = HttpFields.build(fields.size());
    for (Map.Entry<String, String> field : fields) {
      if (field == null) {
        throw new IllegalArgumentException(label + " field is null");
      }
      checked.add(check(field.getKey(), field.getValue()));
    }
    return checked.asImmutable();
  }

  /**
   * One field as it goes out, if it may.
   *
   * @throws IllegalArgumentException naming the field if it may not
   */
  HttpField check(@Nullable String name, @Nullable String value) {
    if (name == null) {
      throw new IllegalArgumentException(label + " field without a name");
    }
    if (name.startsWith(":")) {
      throw refused(name, "pseudo-header fields belong to the header of a message");
    }
    if (name.isEmpty() || !name.chars().allMatch(FieldPlace::isTokenCharacter)) {
      throw refused(name, "a name is made of letters, digits and !#$%&'*+-.^_`|~");
    }
    if (isForbidden(name)) {
      throw refused(name, "this field may not be sent there");
    }
    if (value == null) {
      throw refused(name, "its value is null");
    }
    String trimmed = trim(value);
    for (int i = 0; i < trimmed.length(); i++) {
      if (!isValueCharacter(trimmed.charAt(i))) {
        throw refused(
            name,
            String.format(
                "its value has U+%04X at index %d; control characters but the tab, and characters"
                    + " above U+00FF, are not allowed",
                (int) trimmed.charAt(i), value.indexOf(trimmed) + i));
      }
    }
    return new HttpField(name, trimmed);
  }

  /** Whether a field of the response's header is silently kept away from here. */
  boolean leavesOut(String name) {
    return isForbidden(name) || ABOUT_THE_FINAL_RESPONSE.contains(name.toLowerCase(Locale.ROOT));
  }

  boolean isForbidden(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return forbidden.contains(lowerCase) || ABOUT_THE_CONNECTION.contains(lowerCase);
  }

  /** A reason that names the field in a form that is safe to log. */
  IllegalArgumentException refused(String name, String reason) {
    String shown =
        name.length() <= SHOWN_CHARACTERS ? name : name.substring(0, SHOWN_CHARACTERS) + "...";
    String printable =
        shown
            .chars()
            .mapToObj(c -> c >= ' ' && c <= '~' ? Character.toString(c) : "\\u%04x".formatted(c))
            .collect(Collectors.joining());
    return new IllegalArgumentException(
        label + " field \"" + printable + "\" is refused: " + reason);
  }

  /** The size of fields as RFC 9113, 6.5.2 counts it; on HTTP/1.1 they take a bit less. */
  static long size(HttpFields fields) {
    return fields.stream().mapToLong(FieldPlace::size).sum();
  }

  static long size(HttpField field) {
    return field.getName().length() + field.getValue().length() + 32L;
  }

  /** RFC 9110, 5.5: white space around a value is not part of it. */
  private static String trim(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isWhiteSpace(value.charAt(start))) {
      start++;
    }
    while (start < end && isWhiteSpace(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  private static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isTokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static boolean isValueCharacter(char c) {
    return c == '\t' || (c >= ' ' && c <= '~') || (c >= 0x80 && c <= 0xFF);
  }
}

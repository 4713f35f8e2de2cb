package dev.jetticorn.connector.server.forwarded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the field {@code Forwarded} (RFC 7239, section 4).
 *
 * <p>Strictly, because the first elements may be a client's and the last ones are the proxy's: what
 * could be read in two ways would let the client change what the proxy says. Spaces are allowed
 * around semicolons, where some proxies put them.
 */
public final class ForwardedField {
  private static final int LONGEST = 8_192;
  private static final int MOST_ELEMENTS = 64;
  private static final String NO_LETTERS = "!#$%&'*+-.^_`|~";

  private final String text;
  private int at;

  private ForwardedField(String text) {
    this.text = text;
  }

  /**
   * Reads the value of one field line, for example {@code for=192.0.2.43;proto=https,
   * for="[2001:db8::17]:47011"}.
   *
   * @return what each proxy says, the one nearest to the client first
   */
  public static List<ForwardedElement> parse(String text) throws MalformedFieldException {
    if (text.length() > LONGEST) {
      throw new MalformedFieldException("too long");
    }
    return new ForwardedField(text).elements();
  }

  private List<ForwardedElement> elements() throws MalformedFieldException {
    List<ForwardedElement> elements = new ArrayList<>();
    do {
      Map<String, String> parameters = element();
      // Empty elements of a list are let be (RFC 9110, section 5.6.1.2).
      if (!parameters.isEmpty()) {
        elements.add(ForwardedElement.of(parameters));
      }
      if (elements.size() > MOST_ELEMENTS) {
        throw new MalformedFieldException("too many proxies");
      }
    } while (take(','));
    if (at < text.length()) {
      throw new MalformedFieldException("not separated");
    }
    return elements;
  }

  private Map<String, String> element() throws MalformedFieldException {
    Map<String, String> parameters = new LinkedHashMap<>();
    do {
      skipSpace();
      if (at < text.length() && ",;".indexOf(text.charAt(at)) < 0) {
        String name = token().toLowerCase(Locale.ROOT);
        if (!take('=')) {
          throw new MalformedFieldException("a parameter without value");
        }
        String value = take('"') ? quoted() : token();
        if (parameters.putIfAbsent(name, value) != null) {
          throw new MalformedFieldException("a parameter comes twice");
        }
      }
      skipSpace();
    } while (take(';'));
    return parameters;
  }

  private String token() throws MalformedFieldException {
    int start = at;
    while (at < text.length() && isTokenCharacter(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw new MalformedFieldException("a word is missing");
    }
    return text.substring(start, at);
  }

  /** The rest of a quoted string, after its first quotation mark. */
  private String quoted() throws MalformedFieldException {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        break;
      }
      value.append(c);
    }
    throw new MalformedFieldException("a quoted string without end");
  }

  private void skipSpace() {
    while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  /** RFC 9110, section 5.6.2. */
  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || NO_LETTERS.indexOf(c) >= 0;
  }
}

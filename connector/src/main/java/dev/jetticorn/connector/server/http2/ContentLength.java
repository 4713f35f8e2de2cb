package dev.jetticorn.connector.server.http2;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;

/**
 * How many bytes of content are still to come, if the request has said so (RFC 9113, 8.1.1).
 *
 * @param left in bytes; -1 for any number
 */
record ContentLength(long left) {
  static final ContentLength ANY = new ContentLength(-1);
  private static final long EXCEEDED = Long.MIN_VALUE;
  private static final int MOST_DIGITS = 18;

  /** Reads the field; a request without it may have any content. */
  static ContentLength of(MetaData.Request request) {
    return parse(request.getHttpFields().getValuesList(HttpHeader.CONTENT_LENGTH)).orElse(ANY);
  }

  /** Whether the field, if there is one, is a number and not several. */
  static boolean isValid(MetaData.Request request) {
    List<String> values = request.getHttpFields().getValuesList(HttpHeader.CONTENT_LENGTH);
    return values.isEmpty() || parse(values).isPresent();
  }

  private static Optional<ContentLength> parse(List<String> values) {
    if (values.size() != 1) {
      return Optional.empty();
    }
    String digits = values.get(0);
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Optional.of(new ContentLength(Long.parseLong(digits))) : Optional.empty();
  }

  /** What is left after some content has come. */
  ContentLength after(int bytes) {
    return left < 0 ? this : new ContentLength(left < bytes ? EXCEEDED : left - bytes);
  }

  /** Whether so much content may have come, and if it is the last, whether it is all. */
  boolean allows(boolean isLast) {
    return left != EXCEEDED && (!isLast || left <= 0);
  }
}

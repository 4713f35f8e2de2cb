package dev.jetticorn.connector.server.handler;

import static dev.jetticorn.connector.settings.LimitSettings.LIMIT_REQUEST_FIELDS;
import static dev.jetticorn.connector.settings.LimitSettings.LIMIT_REQUEST_FIELD_SIZE;
import static dev.jetticorn.connector.settings.LimitSettings.LIMIT_REQUEST_LINE;

import dev.jetticorn.connector.settings.model.Settings;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;

/**
 * How large the head of a request may be, whatever the protocol.
 *
 * @param line bytes of method, target and version with the spaces between them; 0 for any number
 * @param fields how many header fields
 * @param fieldSize bytes of a field's name and value with the colon and space between them; 0 for
 *     any number
 */
public record HeadLimits(int line, int fields, int fieldSize) {
  /** No more than this whatever is set: each connection may make the server hold so many bytes. */
  private static final int LARGEST_HEAD = 16 * 1024 * 1024;

  private static final int LINE_END = 2;

  /** The limits that are set. */
  public static HeadLimits of(Settings settings) {
    return new HeadLimits(
        settings.get(LIMIT_REQUEST_LINE),
        settings.get(LIMIT_REQUEST_FIELDS),
        settings.get(LIMIT_REQUEST_FIELD_SIZE));
  }

  /**
   * How many bytes HTTP/1.1 may need for a head within all three limits: what Jetty's parser is
   * told, which counts all it reads.
   */
  public int headSize() {
    if (line == 0 || fieldSize == 0) {
      return LARGEST_HEAD;
    }
    long size = line + LINE_END + fields * ((long) fieldSize + LINE_END) + LINE_END;
    return (int) Math.min(LARGEST_HEAD, size);
  }

  /** Whether a request line is short enough. */
  public boolean allowLine(String method, String target, String version) {
    if (line == 0) {
      return true;
    }
    int left = line - method.length() - version.length() - 2;
    // No character has more than three bytes; nearly all targets are far below the limit.
    return target.length() <= left / 3 || target.getBytes(StandardCharsets.UTF_8).length <= left;
  }

  /** Whether a request line of so many bytes is short enough. */
  public boolean allowLine(int bytes) {
    return line == 0 || bytes <= line;
  }

  /** Whether there are few enough header fields. */
  public boolean allowFields(int count) {
    return count <= fields;
  }

  /** Whether a header field is small enough. */
  public boolean allowField(HttpField field) {
    if (fieldSize == 0) {
      return true;
    }
    String value = field.getValue();
    return field.getName().length() + 2 + (value == null ? 0 : value.length()) <= fieldSize;
  }
}

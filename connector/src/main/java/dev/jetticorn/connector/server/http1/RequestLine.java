package dev.jetticorn.connector.server.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpTokens;

/**
 * A request line as it comes, before Jetty's parser makes something of it (RFC 9112, 3).
 *
 * <p>The parser takes several spaces for one and {@code http/1.1} for {@code HTTP/1.1}, knows no
 * other versions, and tells nothing of a line that it refuses.
 */
final class RequestLine {
  /** What is kept of a line, for the access log. */
  private static final int LONGEST_TEXT = 1_024;

  private static final String VERSION = "HTTP/d.d";
  private static final int MAJOR = 5;
  private static final int MINOR = 7;
  private static final byte[] PREFACE = "PRI ".getBytes(StandardCharsets.US_ASCII);

  private enum Part {
    METHOD,
    TARGET,
    VERSION,
    ENDED
  }

  private final boolean permitsAnyVersion;

  // Only the thread that parses the connection is here.
  private Part part = Part.METHOD;
  private int partLength;
  private int length;
  private boolean isWellFormed = true;
  private int major;
  private byte[] text = new byte[64];

  /**
   * A line that begins.
   *
   * @param permitsAnyVersion whether a version that does not exist is turned into the nearest one
   *     that does
   */
  RequestLine(boolean permitsAnyVersion) {
    this.permitsAnyVersion = permitsAnyVersion;
  }

  /** Forgets the line, for the next one. */
  void begin() {
    part = Part.METHOD;
    partLength = 0;
    length = 0;
    isWellFormed = true;
  }

  /** Reads what there is of the line, and takes nothing from the buffer. */
  void read(ByteBuffer buffer) {
    for (int i = buffer.position(); i < buffer.limit() && part != Part.ENDED; i++) {
      byte b = buffer.get(i);
      if (b == '\n') {
        // Empty lines before a request are passed over (RFC 9112, section 2.2).
        if (length > 0) {
          isWellFormed &= part == Part.VERSION && partLength == VERSION.length();
          part = Part.ENDED;
        }
      } else if (b != '\r') {
        keep(b);
        length++;
        if (b == ' ') {
          isWellFormed &= partLength > 0;
          nextPart();
        } else {
          if (part == Part.METHOD) {
            isWellFormed &= isTokenCharacter(b);
          } else if (part == Part.VERSION) {
            readVersion(b, buffer, i);
          }
          partLength++;
        }
      }
    }
  }

  /**
   * RFC 9110, 9.1; the parser passes over colons, and takes a method that begins with a bracket.
   */
  private static boolean isTokenCharacter(byte b) {
    return switch (HttpTokens.getToken(b).getType()) {
      case ALPHA, DIGIT, TCHAR -> true;
      default -> false;
    };
  }

  private void nextPart() {
    partLength = 0;
    if (part == Part.METHOD) {
      part = Part.TARGET;
    } else if (part == Part.TARGET) {
      part = Part.VERSION;
    } else {
      isWellFormed = false;
    }
  }

  /** A higher minor version is served as the highest that there is (RFC 9110, 2.5). */
  private void readVersion(byte b, ByteBuffer buffer, int index) {
    boolean isDigit = b >= '0' && b <= '9';
    if (partLength == MAJOR && isDigit) {
      major = b - '0';
      if (permitsAnyVersion) {
        replace(buffer, index, 1);
      }
    } else if (partLength == MINOR && isDigit) {
      int minor = b - '0';
      if (permitsAnyVersion || major == 1) {
        replace(buffer, index, major > 1 || (major == 1 && minor > 0) ? 1 : 0);
      }
    } else {
      isWellFormed &= partLength < VERSION.length() && b == VERSION.charAt(partLength);
    }
  }

  private void replace(ByteBuffer buffer, int index, int digit) {
    // HTTP/2's preface looks like a request, and its version means something.
    if (!Arrays.equals(text, 0, PREFACE.length, PREFACE, 0, PREFACE.length)) {
      buffer.put(index, (byte) ('0' + digit));
    }
  }

  private void keep(byte b) {
    if (length >= LONGEST_TEXT) {
      return;
    }
    if (length == text.length) {
      text = Arrays.copyOf(text, 2 * length);
    }
    text[length] = b;
  }

  /** In bytes, without the end of the line. */
  int length() {
    return length;
  }

  /** Whether what has been read is a method, a target and a version, with one space in between. */
  boolean isWellFormed() {
    return isWellFormed;
  }

  /** As much as has been read, up to a thousand characters; empty if there was nothing. */
  String text() {
    return new String(text, 0, Math.min(length, LONGEST_TEXT), StandardCharsets.ISO_8859_1);
  }
}

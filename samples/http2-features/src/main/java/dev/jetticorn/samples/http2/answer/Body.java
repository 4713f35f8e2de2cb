package dev.jetticorn.samples.http2.answer;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A body that is there as a whole.
 *
 * @param contentType its media type
 * @param text what it says; sent as UTF-8
 */
public record Body(String contentType, String text) {
  /** A line of plain text. */
  public static Body text(String line) {
    return new Body("text/plain;charset=utf-8", line);
  }

  /** A JSON document. */
  public static Body json(JsonObject document) {
    // JSON is UTF-8 by definition and its media type has no charset.
    return new Body("application/json", document + "\n");
  }

  /** A page. */
  public static Body html(String page) {
    return new Body("text/html;charset=utf-8", page);
  }

  /** The bytes on the wire. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends the body and says in advance how long it is. */
  public void writeTo(HttpServletResponse response) throws IOException {
    response.setContentLength(bytes().length);
    streamTo(response);
  }

  /**
   * Sends the body without its length: on HTTP/1.1 a response ends with its last announced byte,
   * and trailers need something that comes after the body.
   */
  public void streamTo(HttpServletResponse response) throws IOException {
    response.setContentType(contentType);
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(bytes());
  }
}

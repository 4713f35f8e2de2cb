package dev.jetticorn.it.application.requests;

import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A response of plain text, by way of the output stream. */
final class Answer {
  private Answer() {}

  static void with(ServletResponse response, String text) throws IOException {
    with(response, "text/plain", text);
  }

  static void with(ServletResponse response, String type, String text) throws IOException {
    response.setContentType(type);
    response.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}

package dev.jetticorn.samples.http2.answer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A page that takes its time, and the two files that a browser can fetch meanwhile.
 *
 * @param style the address of the style sheet
 * @param script the address of the script
 */
public record EarlyHintsPage(String style, String script) {
  /** What a query to a slow database would take. */
  public static final Duration WORK = Duration.ofMillis(500);

  private static final String TEMPLATE = template();

  /**
   * A page of the web application at this context path. Its files have an address that no page had
   * before, so that a browser cannot have them in its cache.
   */
  public static EarlyHintsPage in(String contextPath) {
    String version = "?v=" + UUID.randomUUID();
    return new EarlyHintsPage(
        contextPath + "/assets/early-hints.css" + version,
        contextPath + "/assets/early-hints.js" + version);
  }

  /** The values of the {@code Link} fields of the early hint. */
  public List<String> links() {
    return List.of(
        "<" + style + ">; rel=preload; as=style", "<" + script + ">; rel=preload; as=script");
  }

  /** The page itself. */
  public String html() {
    return TEMPLATE.replace("{{style}}", style).replace("{{script}}", script);
  }

  private static String template() {
    try (InputStream page = EarlyHintsPage.class.getResourceAsStream("early-hints.html")) {
      if (page == null) {
        throw new IllegalStateException("early-hints.html is missing from the application");
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

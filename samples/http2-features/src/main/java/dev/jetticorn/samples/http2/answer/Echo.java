package dev.jetticorn.samples.http2.answer;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.regex.Pattern;

/** What both ways of echoing a body have in common. */
public final class Echo {
  /** How much of a body is in memory at a time, however long it is. */
  public static final int BUFFER_SIZE = 16 * 1024;

  /** What a request without a body gets. */
  public static final Body GREETING = Body.text("Hello, with a checksum behind me\n");

  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$%&'*+.^`|~-]+/[\\w!#$%&'*+.^`|~-]+");

  private Echo() {}

  /** Gives the response the media type of the request, and no power over a browser. */
  public static void describe(HttpServletRequest request, HttpServletResponse response) {
    response.setContentType(UNKNOWN_TYPE);
    try {
      String posted = request.getContentType();
      if (posted != null && MEDIA_TYPE.matcher(posted).lookingAt()) {
        response.setContentType(posted);
      }
    } catch (IllegalArgumentException e) {
      // A charset that this Java does not know: the body goes back as bytes that nobody can name.
      response.setContentType(UNKNOWN_TYPE);
    }
    response.setHeader("X-Content-Type-Options", "nosniff");
    // The body is whatever a stranger sent: if it is a page, its scripts must not run as ours.
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  /** An empty file for a body that has to wait; it is gone when it is closed. */
  public static FileChannel temporaryFile(ServletContext application) throws IOException {
    var folder = (File) application.getAttribute(ServletContext.TEMPDIR);
    return FileChannel.open(
        Files.createTempFile(folder.toPath(), "body", null), READ, WRITE, DELETE_ON_CLOSE);
  }
}

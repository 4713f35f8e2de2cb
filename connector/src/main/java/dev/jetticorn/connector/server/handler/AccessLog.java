package dev.jetticorn.connector.server.handler;

import static dev.jetticorn.connector.settings.LogSettings.ACCESSLOG;
import static dev.jetticorn.connector.settings.LogSettings.ACCESS_LOG_FORMAT;

import dev.jetticorn.connector.settings.LogTarget;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each request when its response is complete.
 *
 * <p>Each line is one write, at once, so that none is lost when the server stops and none is mixed
 * with another. The file is not closed when the server stops, because a request may end after that;
 * it is released with this object.
 */
public final class AccessLog implements RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  private final AccessLogFormat format;
  private final OutputStream out;
  private final ReentrantLock writing = new ReentrantLock();

  // Read and written with the lock held.
  private boolean broken;

  AccessLog(AccessLogFormat format, OutputStream out) {
    this.format = format;
    this.out = out;
  }

  /**
   * Opens the access log, if the settings want one.
   *
   * @throws UnusableSettingException when the file cannot be written or the format has an unknown
   *     atom
   */
  public static Optional<AccessLog> open(Settings settings) {
    return settings
        .get(ACCESSLOG)
        .map(target -> open(target, AccessLogFormat.parse(settings.get(ACCESS_LOG_FORMAT))));
  }

  /**
   * Checks what can be checked without opening a file.
   *
   * @throws UnusableSettingException when the format has an unknown atom
   */
  public static void check(Settings settings) {
    AccessLogFormat.parse(settings.get(ACCESS_LOG_FORMAT));
  }

  private static AccessLog open(LogTarget target, AccessLogFormat format) {
    try {
      return new AccessLog(format, target.open());
    } catch (IOException e) {
      throw new UnusableSettingException(
              ACCESSLOG, "the access log cannot be written", String.valueOf(e.getMessage()))
          .causedBy(e);
    }
  }

  @Override
  public void log(Request request, Response response) {
    try {
      write((format.line(request, response) + '\n').getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      // From the application: an attribute that cannot be printed. The response goes out all the
      // same.
      LOG.error("a line is missing in the access log", e);
    }
  }

  private void write(byte[] line) {
    writing.lock();
    try {
      out.write(line);
      broken = false;
    } catch (IOException e) {
      // Once is enough until it works again.
      if (!broken) {
        broken = true;
        LOG.error("the access log cannot be written: {}", e.getMessage());
      }
    } finally {
      writing.unlock();
    }
  }
}

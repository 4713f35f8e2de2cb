package dev.jetticorn.connector.server.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * Leaves {@code Connection: close} to the final response.
 *
 * <p>Jetty says it in an early hint too, and a client that goes by it never reads the response.
 */
final class InterimAwareGenerator extends HttpGenerator {
  @Override
  public Result generateResponse(
      MetaData.@Nullable Response info,
      boolean head,
      @Nullable ByteBuffer header,
      @Nullable ByteBuffer chunk,
      @Nullable ByteBuffer content,
      boolean last)
      throws IOException {
    if (info == null || info.getStatus() != HttpStatus.EARLY_HINTS_103 || isPersistent()) {
      return super.generateResponse(info, head, header, chunk, content, last);
    }
    setPersistent(true);
    try {
      return super.generateResponse(info, head, header, chunk, content, last);
    } finally {
      setPersistent(false);
    }
  }
}

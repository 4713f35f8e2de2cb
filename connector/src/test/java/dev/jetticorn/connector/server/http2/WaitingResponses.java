package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.settings.Http2Priority;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.ServletServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A connection whose window is shut while responses are written, so that all of them wait; and what
 * comes when it opens.
 */
final class WaitingResponses implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 20;
  private static final int WINDOW = 65_535;
  private static final int WIDE = 1 << 24;

  private final ServletServer server;
  private final FrameClient client;
  private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> failed = new LinkedBlockingQueue<>();

  private WaitingResponses(Http2Priority priority, Map<Integer, Integer> settings)
      throws Exception {
    server =
        ServletServer.with("/*", this::serve).http2(http2 -> http2.setPriority(priority)).start();
    client = FrameClient.connect(server.http2Port(), settings);
  }

  static WaitingResponses on(Http2Priority priority) throws Exception {
    return on(priority, WIDE);
  }

  /** With windows of this size for the streams. */
  static WaitingResponses on(Http2Priority priority, int window) throws Exception {
    return new WaitingResponses(priority, Map.of(FrameClient.INITIAL_WINDOW_SIZE, window));
  }

  FrameClient client() {
    return client;
  }

  /** Uses up the window of the connection. */
  WaitingResponses shut() throws Exception {
    client.send(Frame.get(1, "/" + WINDOW));
    assertThat(client.exchange(1).text()).hasSize(WINDOW);
    awaitWritten(1);
    return this;
  }

  /** Waits until so many responses have been written, as far as the servlet goes. */
  void awaitWritten(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      assertThat(written.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }
  }

  /** Waits until the servlet has heard that a response cannot be written. */
  String awaitFailed() throws InterruptedException {
    String path = failed.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertThat(path).isNotNull();
    return path;
  }

  /** Opens the window of the connection. */
  void open(int bytes) throws IOException {
    client.send(Frame.windowUpdate(0, bytes));
  }

  /** The stream of each DATA frame with a payload, in their order, until these have ended. */
  List<Integer> untilTheEndOf(Integer... streams) throws IOException {
    List<Integer> open = new ArrayList<>(List.of(streams));
    List<Integer> order = new ArrayList<>();
    while (!open.isEmpty()) {
      Frame data = client.next(Frame.DATA);
      if (data.payload().length > 0) {
        order.add(data.streamId());
      }
      if (data.has(Frame.END_STREAM)) {
        open.remove((Integer) data.streamId());
      }
    }
    return order;
  }

  /**
   * The path is the number of bytes, more than Jetty buffers; the parameter {@code priority} is the
   * response's field.
   */
  private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    byte[] body = new byte[Integer.parseInt(request.getPathInfo().substring(1))];
    if (request.getParameter("priority") != null) {
      response.setHeader("Priority", request.getParameter("priority"));
    }
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    ServletOutputStream out = response.getOutputStream();
    out.setWriteListener(
        new WriteListener() {
          private boolean isWritten;

          @Override
          public void onWritePossible() throws IOException {
            boolean isFirst = !isWritten;
            if (isFirst) {
              isWritten = true;
              // Returns at once: the data waits.
              out.write(body);
            }
            if (out.isReady()) {
              context.complete();
            }
            if (isFirst) {
              written.add(request.getRequestURI());
            }
          }

          @Override
          public void onError(Throwable failure) {
            failed.add(request.getRequestURI());
            context.complete();
          }
        });
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}

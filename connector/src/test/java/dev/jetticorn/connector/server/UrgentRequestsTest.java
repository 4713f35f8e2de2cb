package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.handler.Http1;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order requests get the permits of {@code workers} x {@code threads}. */
@Timeout(60)
class UrgentRequestsTest {
  private static final int DEADLINE_SECONDS = 20;

  private final Hold hold = new Hold();
  private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @CsvSource({"both, /3 /5 /1", "rfc9218, /3 /5 /1", "rfc7540, /1 /3 /5", "off, /1 /3 /5"})
  void enterByUrgencyWhereItCounts(String priority, String order) throws Exception {
    try (ConnectorServer server = start(priority);
        FrameClient client = connect(server)) {
      client.send(Frame.get(1, "/running"));
      hold.awaitEntered("/running");
      sendAndAwait(client, Frame.get(3, "/1", "priority", "u=6"));
      sendAndAwait(client, Frame.get(5, "/3", "priority", "u=0"));
      sendAndAwait(client, Frame.get(7, "/5", "priority", "u=0, i"));

      hold.end.countDown();

      for (int stream : new int[] {1, 3, 5, 7}) {
        assertThat(client.exchange(stream).status()).isEqualTo(200);
      }
      assertThat(hold.inOrder(3)).containsExactly(order.split(" "));
    }
  }

  /** RFC 9218, 7: while the request waits. */
  @Test
  void enterAsTheLatestPriorityUpdateSays() throws Exception {
    try (ConnectorServer server = start("both");
        FrameClient client = connect(server)) {
      client.send(Frame.get(1, "/running"));
      hold.awaitEntered("/running");
      sendAndAwait(client, Frame.get(3, "/1", "priority", "u=2"));
      sendAndAwait(client, Frame.get(5, "/2", "priority", "u=4"));

      client.send(Frame.priorityUpdate(5, "u=1"), Frame.ping(7));
      client.next(Frame.PING);
      hold.end.countDown();

      for (int stream : new int[] {1, 3, 5}) {
        assertThat(client.exchange(stream).status()).isEqualTo(200);
      }
      assertThat(hold.inOrder(2)).containsExactly("/2", "/1");
    }
  }

  /** The field `Priority` counts on HTTP/1.1 as well, and is switched off with it. */
  @ParameterizedTest
  @CsvSource({"both, /urgent", "off, /first"})
  void enterByUrgencyOverHttp1WhereItCounts(String priority, String next) throws Exception {
    try (ConnectorServer server = start(priority);
        Http1 running = connectHttp1(server);
        Http1 first = connectHttp1(server);
        Http1 urgent = connectHttp1(server)) {
      running.send("GET /running HTTP/1.1\r\nHost: a\r\n\r\n");
      hold.awaitEntered("/running");
      first.send("GET /first HTTP/1.1\r\nHost: a\r\nPriority: u=6\r\n\r\n");
      assertThat(waiting.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isNotNull();
      urgent.send("GET /urgent HTTP/1.1\r\nHost: a\r\nPriority: u=0\r\n\r\n");
      assertThat(waiting.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isNotNull();

      hold.end.countDown();

      assertThat(hold.inOrder(1)).containsExactly(next);
    }
  }

  @Test
  void enterByUrgencyOnceAReloadSaysThatItCounts() throws Exception {
    try (ConnectorServer server = start("off")) {
      server.reload(settings("both"));
      try (FrameClient client = connect(server)) {
        client.send(Frame.get(1, "/running"));
        hold.awaitEntered("/running");
        sendAndAwait(client, Frame.get(3, "/1", "priority", "u=6"));
        sendAndAwait(client, Frame.get(5, "/2", "priority", "u=0"));

        hold.end.countDown();

        assertThat(hold.inOrder(2)).containsExactly("/2", "/1");
      }
    }
  }

  private ConnectorServer start(String priority) {
    ConnectorServer server =
        ConnectorServer.assemble(settings(priority), WebApplication.servlets(Map.of("/*", hold)));
    server.jetty().insertHandler(new Arrivals());
    server.start();
    return server;
  }

  private static Settings settings(String priority) {
    return SettingsLoader.from(
        Map.of(
            "bind", "127.0.0.1:0",
            "http2_cleartext", "both",
            "http2_priority", priority,
            "threads", "1"));
  }

  /** Sends a request, and waits until it waits for its permit. */
  private void sendAndAwait(FrameClient client, Frame request) throws Exception {
    client.send(request);
    assertThat(waiting.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isNotNull();
  }

  /** Tells when a request has been taken up and has not been run. */
  private final class Arrivals extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      boolean handled = super.handle(request, response, callback);
      waiting.add(request.getId());
      return handled;
    }
  }

  private static Http1 connectHttp1(ConnectorServer server) throws IOException {
    return Http1.connect(server.addresses().get(0).getPort());
  }

  private static FrameClient connect(ConnectorServer server) throws IOException {
    return FrameClient.connect(server.addresses().get(0).getPort());
  }

  /** Serves one request until the test says so, and the others at once. */
  private static final class Hold extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient BlockingQueue<String> entered = new LinkedBlockingQueue<>();
    private final transient CountDownLatch end = new CountDownLatch(1);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      entered.add(request.getRequestURI());
      try {
        assertThat(end.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    void awaitEntered(String path) throws InterruptedException {
      assertThat(entered.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo(path);
    }

    List<String> inOrder(int count) throws InterruptedException {
      List<String> order = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        order.add(entered.poll(DEADLINE_SECONDS, TimeUnit.SECONDS));
      }
      return order;
    }
  }
}

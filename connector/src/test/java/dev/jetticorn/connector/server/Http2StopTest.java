package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class Http2StopTest {
  /** A machine that is busy may take longer than a client has once, but not each time. */
  private static final int TRIES = 5;

  /** RFC 9113, section 6.8: a round trip lies between the two, and the number never grows. */
  @Test
  void aRequestThatCrossesTheFirstGoAwayIsServed() throws Exception {
    boolean served = false;
    for (int i = 0; i < TRIES && !served; i++) {
      served = servesWhatCrosses();
    }
    assertThat(served).isTrue();
  }

  private static boolean servesWhatCrosses() throws Exception {
    ConnectorServer server =
        ConnectorServer.start(
            SettingsLoader.from(
                Map.of("bind", "127.0.0.1:0", "http2_cleartext", "prior-knowledge")),
            WebApplication.servlets(Map.of("/", new Here())));
    try (server;
        FrameClient client = FrameClient.connect(server.addresses().get(0).getPort())) {
      client.send(Frame.get(1, "/"));
      assertThat(client.exchange(1).text()).isEqualTo("here");

      CompletableFuture<Void> stop = CompletableFuture.runAsync(server::close);
      assertThat(client.next(Frame.GOAWAY).intAt(0)).isEqualTo(Integer.MAX_VALUE);
      try {
        // There and back, as far as it is to a client elsewhere.
        client.send(Frame.ping(1));
        client.next(Frame.PING);
        client.send(Frame.get(3, "/"));
        int last = client.next(Frame.GOAWAY).intAt(0);
        if (last == 1) {
          return false;
        }
        assertThat(last).isEqualTo(3);
        assertThat(client.exchange(3).text()).isEqualTo("here");
        return true;
      } catch (IOException closed) {
        return false;
      } finally {
        stop.get(20, TimeUnit.SECONDS);
      }
    }
  }

  private static final class Here extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("here");
    }
  }
}

package dev.jetticorn.connector.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.bridge.EarlyHints;
import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.ResponseTrailers;
import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.testing.ServletServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.junit.jupiter.api.Test;

/** A client that is not ours sees the same. */
class JettyClientTest {
  private static final int DEADLINE_SECONDS = 20;

  /** Writes down what comes on a stream. */
  private static final class Notes implements Stream.Listener {
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
      MetaData metaData = frame.getMetaData();
      HttpFields fields = metaData.getHttpFields();
      if (metaData instanceof MetaData.Response response) {
        events.add(response.getStatus() + " " + fields.getValuesList("link"));
      } else {
        events.add("trailers " + fields.get("x-sum"));
      }
      noteEndOrDemand(stream, frame.isEndStream());
    }

    @Override
    public void onDataAvailable(Stream stream) {
      Stream.Data data = stream.readData();
      if (data != null) {
        // After trailers, Jetty may show the end of the stream as empty data.
        if (data.frame().remaining() > 0) {
          events.add(StandardCharsets.UTF_8.decode(data.frame().getByteBuffer()).toString());
        }
        data.release();
        noteEndOrDemand(stream, data.frame().isEndStream());
      } else {
        stream.demand();
      }
    }

    private void noteEndOrDemand(Stream stream, boolean isEnd) {
      if (isEnd) {
        end.complete(null);
      } else {
        stream.demand();
      }
    }
  }

  @Test
  void seesHintsPriorityAndTrailers() throws Exception {
    HTTP2Client client = new HTTP2Client();
    client.start();
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  EarlyHints.of(request).link("</a>", "</b>");
                  ResponseTrailers.of(request).orElseThrow().send("x-sum", "1");
                  response
                      .getWriter()
                      .print(
                          StreamPriority.of(request).orElseThrow().weight()
                              + " "
                              + RequestUrgency.of(request).urgency());
                })
            .start()) {
      Session session =
          client
              .connect(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), server.http2Port()),
                  new Session.Listener() {})
              .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      MetaData.Request request =
          new MetaData.Request(
              "GET",
              HttpURI.from("http://localhost/"),
              HttpVersion.HTTP_2,
              HttpFields.build().add("Priority", "u=6"));
      Notes notes = new Notes();
      session
          .newStream(new HeadersFrame(request, new PriorityFrame(0, 201, false), true), notes)
          .get(DEADLINE_SECONDS, TimeUnit.SECONDS);

      notes.end.get(DEADLINE_SECONDS, TimeUnit.SECONDS);

      assertThat(notes.events).containsExactly("103 [</a>, </b>]", "200 []", "201 6", "trailers 1");
    } finally {
      client.stop();
    }
  }
}

package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent first on a connection that cannot carry everything. */
final class PriorityIT {
  private static final int BULKS = 4;
  private static final int URGENT = 128 * 1024;
  private static final int CONNECTION_WINDOW = 65_535;
  private static final int WIDE = 1 << 28;
  private static final int PRIORITY_UPDATE = 0x10;

  @TempDir static Path directory;

  private static Connector connector;

  @BeforeAll
  static void prepare() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    connector =
        Connector.in(directory)
            .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0");
  }

  @Test
  void anUrgentResponseOvertakesFourDownloads() throws Exception {
    int ordered = bytesOfOthersBesideUrgentOne("both");
    int inTurn = bytesOfOthersBesideUrgentOne("off");

    System.out.printf(
        "beside an urgent response of %d bytes: %d bytes of four downloads, %d without priority%n",
        URGENT, ordered, inTurn);
    assertThat(ordered * 4).isLessThan(inTurn);
  }

  /**
   * Downloads over a connection whose client lets 64 KiB be under way, and then asks for something
   * urgent. The client shuts the connection's window until that is ready to be sent, so that it is
   * the order that is seen and not how long the servlet took.
   */
  private static int bytesOfOthersBesideUrgentOne(String priority) throws Exception {
    try (RunningConnector server = connector.with("--http2-priority", priority).start();
        FrameClient client = FrameClient.connect(server.port())) {
      int urgent = 2 * BULKS + 1;
      for (int stream = 1; stream < urgent; stream += 2) {
        client.get(stream, "/bytes?count=100000000");
        client.send(windowUpdate(stream, WIDE));
      }
      int begun = 0;
      while (begun < 1 << 20) {
        begun += take(client).payload().length;
      }
      int underWay = 0;
      while (underWay < CONNECTION_WINDOW) {
        underWay += data(client).payload().length;
      }
      byte[] update = ("\0\0\0" + (char) urgent + "u=0").getBytes(StandardCharsets.ISO_8859_1);
      client.send(new Frame(PRIORITY_UPDATE, 0, 0, update));
      client.get(urgent, "/buffered?count=" + URGENT);
      client.send(windowUpdate(urgent, WIDE));
      client.await(f -> f.type() == Frame.HEADERS && f.stream() == urgent);
      do {
        client.send(windowUpdate(0, 1));
      } while (data(client).stream() != urgent);
      client.send(windowUpdate(0, CONNECTION_WINDOW));
      int others = 0;
      for (int left = URGENT - 1; left > 0; ) {
        Frame data = take(client);
        if (data.stream() == urgent) {
          left -= data.payload().length;
        } else {
          others += data.payload().length;
        }
      }
      return others;
    }
  }

  /** Reads a DATA frame, and lets as much more be sent. */
  private static Frame take(FrameClient client) throws Exception {
    Frame data = data(client);
    client.send(windowUpdate(0, data.payload().length));
    return data;
  }

  private static Frame data(FrameClient client) throws Exception {
    return client.await(f -> f.type() == Frame.DATA && f.payload().length > 0);
  }

  private static Frame windowUpdate(int stream, int bytes) {
    return new Frame(Frame.WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
  }
}

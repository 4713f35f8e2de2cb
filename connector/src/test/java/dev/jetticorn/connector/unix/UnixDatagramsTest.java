package dev.jetticorn.connector.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.testing.UnixReceiver;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixDatagramsTest {
  @TempDir private Path directory;

  @Test
  void sayWhenTheReceiverHasNoRoomAndLoseNothing() throws Exception {
    Path path = directory.resolve("socket");
    try (UnixReceiver receiver = UnixReceiver.at(path);
        UnixDatagrams datagrams = UnixDatagrams.to(path)) {
      int sent = 0;
      while (datagrams.offer(ByteBuffer.wrap(bytes("datagram " + sent)), Duration.ZERO)) {
        sent++;
      }

      assertThat(sent).isPositive();
      assertThatThrownBy(() -> datagrams.send(bytes("late"), Duration.ofMillis(1)))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("nobody reads it");
      for (int i = 0; i < sent; i++) {
        assertThat(receiver.next()).isEqualTo("datagram " + i);
      }
      datagrams.send(bytes("after"), Duration.ZERO);
      assertThat(receiver.next()).isEqualTo("after");
    }
  }

  @Test
  void areTakenByNobodyWhereNobodyIs() throws Exception {
    Path left = directory.resolve("left");
    UnixReceiver.at(left).close();
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> UnixDatagrams.to(directory.resolve("none")))
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> UnixDatagrams.to(left)).isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> UnixDatagrams.to(file)).isInstanceOf(ConnectException.class);
  }

  @Test
  void areNotTakenByAStream() throws Exception {
    Path path = directory.resolve("stream");
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));

      assertThatThrownBy(() -> UnixDatagrams.to(path))
          .isExactlyInstanceOf(SocketException.class)
          .hasMessage("takes no datagrams");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

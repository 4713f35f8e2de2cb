package dev.jetticorn.connector.operations;

import dev.jetticorn.connector.operations.Json.MalformedJsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Says one command to a running server. */
public final class ControlClient {
  private ControlClient() {}

  /**
   * What the server answered.
   *
   * @param done false if it did not do it; then both texts say why
   * @param report for people
   * @param json for programs, in one line
   */
  public record Answer(boolean done, String report, String json) {}

  /**
   * Sends a command and waits for the answer.
   *
   * @throws IOException if nobody answers, or not in our language
   */
  public static Answer send(Path socket, String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String line = Json.print(Map.of("command", command)) + '\n';
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      BufferedReader reader =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      String answer = reader.readLine();
      if (answer == null) {
        throw new IOException("the connection was closed without an answer");
      }
      return answer(answer);
    }
  }

  private static Answer answer(String line) throws IOException {
    try {
      if (Json.parse(line) instanceof Map<?, ?> members) {
        if (members.get("error") instanceof String error) {
          return new Answer(false, error, line);
        }
        Object data = members.get("data");
        if (data != null) {
          return new Answer(true, ControlReport.of(data), Json.print(data));
        }
      }
    } catch (MalformedJsonException e) {
      throw new IOException("not a Jetticorn that answers: " + e.getMessage(), e);
    }
    throw new IOException("not a Jetticorn that answers");
  }
}

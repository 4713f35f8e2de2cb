package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.operations.ControlCommands.Later;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ControlSocketTest {
  @TempDir private Path directory;

  private final AtomicInteger shutdowns = new AtomicInteger();
  private final CountDownLatch later = new CountDownLatch(1);
  private final ControlCommands commands =
      new ControlCommands()
          .add("show stats", () -> Map.of("requests", 3))
          .add("show anger", () -> List.of(1 / Integer.parseInt("0")))
          .add("shutdown", () -> new Later(Map.of("state", "stopping"), this::shutDown));
  private Path path;

  private void shutDown() {
    shutdowns.incrementAndGet();
    later.countDown();
  }

  @BeforeEach
  void choosePath() {
    path = directory.resolve("control");
  }

  @Test
  void answersCommandsOneAfterTheOther() throws Exception {
    try (var control = open(Map.of());
        var client = connect()) {
      String stats = "{\"status\":\"ok\",\"data\":{\"requests\":3}}";

      assertThat(client.say("{\"command\": \"show stats\"}")).isEqualTo(stats);
      assertThat(client.say("{\"command\":\"Show   STATS \"}")).isEqualTo(stats);
      assertThat(control.isPresent()).isTrue();
    }
  }

  @Test
  void actsWhenTheAnswerIsOut() throws Exception {
    try (var control = open(Map.of());
        var client = connect()) {
      assertThat(client.say("{\"command\": \"shutdown\"}"))
          .isEqualTo("{\"status\":\"ok\",\"data\":{\"state\":\"stopping\"}}");
      assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(control.isPresent()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shutdown|not a line of JSON: a value is missing at character 1",
        "{\"command\": \"shut down\"}|unknown command `shut down`; there are: show stats,",
        "{\"command\": \"shutdown now\"}|unknown command `shutdown now`",
        "{\"command\": 1}|not a command",
        "{\"Command\": \"shutdown\"}|not a command",
        "{\"command\": \"shutdown\", \"when\": \"tomorrow\"}|not a command",
        "[\"shutdown\"]|not a command",
        "''|not a line of JSON",
        "{\"command\": \"show anger\"}|the command failed; the error log has the reason",
      })
  void doesNothingOnAWrongCommandButSayWhy(String line, String why) throws Exception {
    try (var control = open(Map.of());
        var client = connect()) {
      assertThat(client.say(line)).startsWith("{\"status\":\"error\",\"error\":\"").contains(why);
      // The connection, and the socket, go on.
      assertThat(client.say("{\"command\": \"show stats\"}")).contains("\"requests\":3");
      assertThat(shutdowns).hasValue(0);
      assertThat(control.isPresent()).isTrue();
    }
  }

  @Test
  void isWhereTheSettingOrTheSystemSays() {
    Settings unset = SettingsLoader.from(Map.of());
    Path home = Path.of(System.getProperty("user.home"), ".jetticorn", "jetticorn.ctl");

    assertThat(ControlSocketPath.of(unset, Map.of("XDG_RUNTIME_DIR", directory.toString())))
        .isEqualTo(directory.resolve("jetticorn.ctl"));
    assertThat(ControlSocketPath.of(unset, Map.of("XDG_RUNTIME_DIR", directory + "/none")))
        .isEqualTo(home);
    assertThat(ControlSocketPath.of(unset, Map.of("XDG_RUNTIME_DIR", ""))).isEqualTo(home);
    assertThat(ControlSocketPath.of(unset, Map.of())).isEqualTo(home);
    assertThat(
            ControlSocketPath.of(
                SettingsLoader.from(Map.of("control_socket", path.toString())),
                Map.of("XDG_RUNTIME_DIR", directory.toString())))
        .isEqualTo(path);
  }

  @Test
  void isInADirectoryOfItsOwnWhereNobodyChoseOne() throws Exception {
    Path usual = directory.resolve("own").resolve("control");

    ControlSocketPath.makeDirectory(usual);
    // A second server finds it.
    ControlSocketPath.makeDirectory(usual);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(usual.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void doesNotReadCommandsWithoutEnd() throws Exception {
    try (var control = open(Map.of());
        var flood = connect()) {
      flood.send("x".repeat(1_000_000));

      assertThat(flood.read()).contains("a command has at most 4096 bytes");
      assertThat(flood.isEnded()).isTrue();
      try (var client = connect()) {
        assertThat(client.say("{\"command\": \"show stats\"}")).contains("\"requests\":3");
      }
      assertThat(control.isPresent()).isTrue();
    }
  }

  @Test
  void refusesMoreClientsThanThereAreOperators() throws Exception {
    List<Client> clients = new ArrayList<>();
    try (var control = open(Map.of())) {
      for (int i = 0; i < 16; i++) {
        Client client = connect();
        clients.add(client);
        assertThat(client.say("{\"command\": \"show stats\"}")).contains("\"requests\":3");
      }
      try (Client oneMore = connect()) {
        assertThat(oneMore.read()).contains("too many clients");
      }
      assertThat(control.isPresent()).isTrue();
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0600, rw-------", "0660, rw-rw----", "0o777, rwxrwxrwx", "0000, ---------"})
  void hasThePermissionsThatAreSet(String mode, String permissions) throws Exception {
    try (var control = open(Map.of("control_socket_mode", mode))) {
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString(permissions));
      assertThat(directory).isDirectoryNotContaining(file -> !file.equals(path));
      assertThat(control.isPresent()).isTrue();
    }
  }

  @Test
  void isForItsOwnerAloneUnlessItIsSet() throws Exception {
    try (var control = open(Map.of())) {
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(control.isPresent()).isTrue();
    }
  }

  @Test
  void isRemovedAtTheEnd() throws Exception {
    open(Map.of()).close();

    assertThat(path).doesNotExist();
  }

  @Test
  void isNotThereWhenItIsSwitchedOff() throws Exception {
    try (var control = open(Map.of("control_socket_disable", "true"))) {
      assertThat(control.isPresent()).isFalse();
      assertThat(path).doesNotExist();
    }
  }

  @Test
  void replacesOneThatAKilledServerLeft() throws Exception {
    try (var killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }

    try (var control = open(Map.of());
        var client = connect()) {
      assertThat(client.say("{\"command\": \"show stats\"}")).contains("\"requests\":3");
      assertThat(control.isPresent()).isTrue();
    }
  }

  @Test
  void leavesOneThatIsInUse() throws Exception {
    try (var control = open(Map.of())) {
      assertThatThrownBy(() -> open(Map.of()))
          .isInstanceOf(UnusableSettingException.class)
          .hasMessage("cannot listen at `" + path + "`");
      try (var client = connect()) {
        assertThat(client.say("{\"command\": \"show stats\"}")).contains("\"requests\":3");
      }
      assertThat(control.isPresent()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a file", "a directory"})
  void leavesWhatIsNoSocket(String kind) throws Exception {
    if (kind.equals("a file")) {
      Files.writeString(path, "precious");
    } else {
      Files.createDirectory(path);
    }

    assertThatThrownBy(() -> open(Map.of())).isInstanceOf(UnusableSettingException.class);
    assertThat(path).exists();
  }

  private Opened open(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("control_socket", path.toString()));
    settings.putAll(more);
    Settings loaded = SettingsLoader.from(settings);
    return new Opened(ControlSocket.open(loaded, commands));
  }

  private record Opened(Optional<ControlSocket> socket) implements AutoCloseable {
    boolean isPresent() {
      return socket.isPresent();
    }

    @Override
    public void close() {
      socket.ifPresent(ControlSocket::close);
    }
  }

  private Client connect() throws IOException {
    return new Client(SocketChannel.open(UnixDomainSocketAddress.of(path)));
  }

  private record Client(SocketChannel channel) implements AutoCloseable {
    String say(String line) throws IOException {
      send(line + "\n");
      return read();
    }

    void send(String text) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        // The server reads no more of it.
      }
    }

    String read() throws IOException {
      StringBuilder line = new StringBuilder();
      var in = Channels.newInputStream(channel);
      for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
        line.append((char) octet);
      }
      return line.toString();
    }

    boolean isEnded() {
      try {
        return Channels.newInputStream(channel).read() < 0;
      } catch (IOException reset) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}

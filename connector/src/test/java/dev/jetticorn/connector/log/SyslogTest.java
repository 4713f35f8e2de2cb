package dev.jetticorn.connector.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import dev.jetticorn.connector.testing.CapturedLog;
import dev.jetticorn.connector.testing.UnixReceiver;
import dev.jetticorn.connector.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SyslogTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String PID = "[" + ProcessHandle.current().pid() + "]";

  @TempDir private Path directory;

  @Test
  void isOffUnlessASettingTurnsItOn() {
    assertThat(Syslog.open(SettingsLoader.from(Map.of()), "error")).isEmpty();
  }

  @Test
  void sendsADatagramForEachMessageInTheFormOfGunicorn() throws Exception {
    try (var listener = new DatagramSocket(0, LOOPBACK);
        Syslog syslog = to(listener, Map.of(), "access")) {
      syslog.write(SyslogSeverity.INFO, "GET /\u00e9");
      syslog.write(SyslogSeverity.ERROR, "second");

      assertThat(next(listener))
          .isEqualTo("<14>gunicorn.jetticorn.access: " + PID + " GET /\u00e9");
      assertThat(next(listener)).isEqualTo("<11>gunicorn.jetticorn.access: " + PID + " second");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, user, 11",
    "WARNING, user, 12",
    "INFO, kern, 6",
    "DEBUG, local7, 191",
    "INFO, authpriv, 86",
    "INFO, SECURITY, 38",
  })
  void saysFacilityAndSeverity(SyslogSeverity severity, String facility, int priority)
      throws Exception {
    try (var listener = new DatagramSocket(0, LOOPBACK);
        Syslog syslog = to(listener, Map.of("syslog_facility", facility), "error")) {
      syslog.write(severity, "x");

      assertThat(next(listener)).startsWith("<" + priority + ">gunicorn.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "shop,    None,  None, gunicorn.shop.error:",
    "None,    a:b,   None, gunicorn.a.b.error:",
    "shop,    a:b,   c,    gunicorn.shop.error:",
    "None,    None,  c:d,  gunicorn.c.d.error:",
  })
  void namesTheServer(String prefix, String name, String defaultName, String tag) throws Exception {
    Map<String, String> names = new HashMap<>(Map.of("syslog_prefix", prefix, "proc_name", name));
    if (!defaultName.equals("None")) {
      names.put("default_proc_name", defaultName);
    }
    try (var listener = new DatagramSocket(0, LOOPBACK);
        Syslog syslog = to(listener, names, "error")) {
      syslog.write(SyslogSeverity.INFO, "x");

      assertThat(next(listener)).isEqualTo("<14>" + tag + " " + PID + " x");
    }
  }

  @Test
  void sendsEachLineAsAMessage() throws Exception {
    try (var listener = new DatagramSocket(0, LOOPBACK);
        Syslog syslog = to(listener, Map.of(), "error")) {
      syslog.write(SyslogSeverity.ERROR, "broken\n  <0>because");

      assertThat(next(listener)).endsWith(PID + " broken");
      assertThat(next(listener)).endsWith(PID + "   <0>because");
    }
  }

  @Test
  void cutsWhatIsLongerThanAMessageMayBe() throws Exception {
    try (var listener = new ServerSocket(0, 5, LOOPBACK);
        Syslog syslog = to(listener)) {
      syslog.write(SyslogSeverity.INFO, "\u00e9".repeat(10_000));
      syslog.write(SyslogSeverity.INFO, "next");

      try (Socket connection = listener.accept();
          BufferedReader lines = lines(connection)) {
        String cut = lines.readLine();
        assertThat(cut.getBytes(UTF_8).length).isBetween(8_189, 8_191);
        assertThat(cut).endsWith("\u00e9\u00e9");
        assertThat(lines.readLine()).endsWith(" next");
      }
    }
  }

  @Test
  void sendsALineForEachMessageOverTcp() throws Exception {
    try (var listener = new ServerSocket(0, 5, LOOPBACK);
        Syslog syslog = to(listener)) {
      syslog.write(SyslogSeverity.INFO, "one");
      syslog.write(SyslogSeverity.INFO, "two");

      try (Socket connection = listener.accept();
          BufferedReader lines = lines(connection)) {
        assertThat(lines.readLine()).isEqualTo("<14>gunicorn.jetticorn.error: " + PID + " one");
        assertThat(lines.readLine()).isEqualTo("<14>gunicorn.jetticorn.error: " + PID + " two");
      }
    }
  }

  @Test
  void connectsAgainAndLosesNothingWhenSyslogIsRestarted() throws Exception {
    try (var log = new CapturedLog(LogWriter.class);
        var listener = new ServerSocket(0, 5, LOOPBACK);
        Syslog syslog = to(listener)) {
      syslog.write(SyslogSeverity.INFO, "before");
      try (Socket connection = listener.accept();
          BufferedReader lines = lines(connection)) {
        assertThat(lines.readLine()).endsWith(" before");
      }

      List<String> sent = IntStream.range(0, 100).mapToObj(i -> " after " + i).toList();
      sent.forEach(text -> syslog.write(SyslogSeverity.INFO, text.strip()));

      try (Socket connection = listener.accept();
          BufferedReader lines = lines(connection)) {
        for (String text : sent) {
          assertThat(lines.readLine()).endsWith(text);
        }
      }
      // It is at once that it connects again, and nothing to speak of.
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void waitsForASyslogThatComesLater() throws Exception {
    int port;
    try (var taken = new ServerSocket(0, 5, LOOPBACK)) {
      port = taken.getLocalPort();
    }
    try (Syslog syslog = open(Map.of("syslog_addr", "tcp://localhost:" + port), "error")) {
      syslog.write(SyslogSeverity.INFO, "early");

      try (var listener = new ServerSocket(port, 5, LOOPBACK);
          Socket connection = listener.accept();
          BufferedReader lines = lines(connection)) {
        assertThat(lines.readLine()).endsWith(" early");
      }
    }
  }

  @Test
  void saysThatThereIsNoSuchHost() throws Exception {
    try (var log = new CapturedLog(LogWriter.class);
        Syslog syslog = open(Map.of("syslog_addr", "udp://no-such-host.invalid:514"), "error")) {
      syslog.write(SyslogSeverity.INFO, "lost");

      assertThat(Waiting.until(() -> !log.messages().isEmpty())).isTrue();
      assertThat(log.messages())
          .containsExactly(
              "the syslog of the error log cannot be written and is tried again:"
                  + " no such host: no-such-host.invalid");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#dgram"})
  void sendsADatagramForEachMessageToAUnixSocket(String kind) throws Exception {
    Path path = directory.resolve("syslog.sock");
    try (UnixReceiver receiver = UnixReceiver.at(path);
        Syslog syslog = open(Map.of("syslog_addr", "unix://" + path + kind), "error")) {
      syslog.write(SyslogSeverity.INFO, "one\ntwo");

      assertThat(receiver.next()).isEqualTo("<14>gunicorn.jetticorn.error: " + PID + " one");
      assertThat(receiver.next()).isEqualTo("<14>gunicorn.jetticorn.error: " + PID + " two");
    }
  }

  /** More than the receiver has room for, part of it while nobody receives. */
  @Test
  void losesNothingThatAUnixSocketCannotTakeAtOnce() throws Exception {
    Path path = directory.resolve("syslog.sock");
    List<String> sent = IntStream.range(0, 1_000).mapToObj(i -> " message " + i).toList();
    try (Syslog syslog = open(Map.of("syslog_addr", "unix://" + path + "#dgram"), "error");
        var log = new CapturedLog(LogWriter.class)) {
      sent.subList(0, 500).forEach(text -> syslog.write(SyslogSeverity.INFO, text.strip()));
      assertThat(Waiting.until(() -> !log.messages().isEmpty())).isTrue();
      assertThat(log.messages().get(0))
          .startsWith("the syslog of the error log cannot be written and is tried again: ");

      try (UnixReceiver receiver = UnixReceiver.at(path)) {
        sent.subList(500, 1_000).forEach(text -> syslog.write(SyslogSeverity.INFO, text.strip()));
        for (String text : sent) {
          assertThat(receiver.next()).endsWith(text);
        }
      }
    }
  }

  @Test
  void refusesAUnixSocketOfAnotherKindThanItIsSaidToBe() throws Exception {
    Path path = directory.resolve("syslog.sock");
    try (UnixReceiver receiver = UnixReceiver.at(path)) {
      assertThatThrownBy(() -> open(Map.of("syslog_addr", "unix://" + path + "#stream"), "error"))
          .isInstanceOf(UnusableSettingException.class)
          .hasMessageContaining("cannot log to `unix://" + path + "#stream`");
      assertThat(receiver).isNotNull();
    }
    Files.delete(path);
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      assertThatThrownBy(() -> open(Map.of("syslog_addr", "unix://" + path + "#dgram"), "error"))
          .isInstanceOf(UnusableSettingException.class)
          .hasMessageContaining("cannot log to `unix://" + path + "#dgram`");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#stream"})
  void sendsALineForEachMessageToAUnixSocketThatIsAStream(String kind) throws Exception {
    Path path = directory.resolve("syslog.sock");
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      try (Syslog syslog = open(Map.of("syslog_addr", "unix://" + path + kind), "error")) {
        // The first connection only asked whether this is a stream.
        listener.accept().close();
        syslog.write(SyslogSeverity.INFO, "here");

        try (SocketChannel connection = listener.accept();
            var lines = new BufferedReader(Channels.newReader(connection, UTF_8))) {
          assertThat(lines.readLine()).endsWith(" here");
        }
      }
    }
  }

  private static Syslog to(DatagramSocket listener, Map<String, String> more, String log) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("syslog_addr", "udp://127.0.0.1:" + listener.getLocalPort());
    return open(settings, log);
  }

  private static Syslog to(ServerSocket listener) {
    return open(Map.of("syslog_addr", "tcp://127.0.0.1:" + listener.getLocalPort()), "error");
  }

  private static Syslog open(Map<String, String> settings, String log) {
    Map<String, String> on = new HashMap<>(settings);
    on.put("syslog", "true");
    return Syslog.open(SettingsLoader.from(on), log).orElseThrow();
  }

  private static String next(DatagramSocket listener) throws IOException {
    listener.setSoTimeout(20_000);
    var packet = new DatagramPacket(new byte[65_536], 65_536);
    listener.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  private static BufferedReader lines(Socket connection) throws IOException {
    connection.setSoTimeout(20_000);
    return new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
  }
}

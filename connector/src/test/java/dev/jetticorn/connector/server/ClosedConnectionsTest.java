package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SelectableChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A deadline that lasts longer than its connection must not keep it in memory. */
class ClosedConnectionsTest {
  private static final int MANY = 100;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a head that was begun, http, off, GET / HT",
    "nothing, http, off, ''",
    "a handshake that was begun, https, off, ''",
    "a preface that was begun, http, both, PRI *",
    "no SETTINGS, http, both, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'"
  })
  void areForgottenBeforeTheirDeadlines(
      String what, String scheme, String clearText, String beginning) throws Exception {
    Settings settings =
        SettingsLoader.from(
            Map.of(
                "bind", scheme + "://127.0.0.1:0",
                "certfile", "self-signed",
                "http2_cleartext", clearText,
                "header_timeout", "3600",
                "handshake_timeout", "3600"));
    Server server =
        ServerFactory.assemble(settings, Workers.of(settings), WebApplication.servlets(Map.of()))
            .server();
    Queue<WeakReference<SelectableChannel>> connections = new ConcurrentLinkedQueue<>();
    ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    connector.addBean(
        new SelectorManager.AcceptListener() {
          @Override
          public void onAccepting(SelectableChannel connection) {
            connections.add(new WeakReference<>(connection));
          }
        });
    server.start();
    try {
      for (int i = 0; i < MANY; i++) {
        try (Socket client =
            new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
          client.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
          client.shutdownOutput();
          client.getInputStream().readAllBytes();
        }
      }

      assertThat(connections).hasSizeGreaterThanOrEqualTo(MANY);
      // Some stay for a while where Jetty looked last.
      assertThat(awaitFewerThan(MANY / 10, connections)).isTrue();
    } finally {
      server.stop();
    }
  }

  private static boolean awaitFewerThan(
      int few, Queue<WeakReference<SelectableChannel>> connections) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (connections.stream().filter(one -> one.get() != null).count() >= few) {
      if (System.nanoTime() > end) {
        return false;
      }
      System.gc();
    }
    return true;
  }
}

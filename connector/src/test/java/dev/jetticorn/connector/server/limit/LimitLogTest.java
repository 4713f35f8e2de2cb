package dev.jetticorn.connector.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.jetticorn.connector.settings.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LimitLogTest {
  private static final InetSocketAddress CLIENT = at(4711);

  private final AtomicLong now = new AtomicLong();
  private final LimitLog log = new LimitLog(now::get);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeEach
  void listen() {
    written.start();
    logger().addAppender(written);
  }

  @AfterEach
  void leave() {
    logger().detachAppender(written);
  }

  @Test
  void namesClientEventAndSetting() {
    log.exceeded(CLIENT, "no request within 30 s, connection closed", "header_timeout");

    assertThat(lines())
        .containsExactly("127.0.0.7: no request within 30 s, connection closed (header_timeout)");
  }

  @Test
  void namesAClientByTheShortestTextOfItsAddress() {
    var client = new InetSocketAddress(IpAddress.parse("::1").orElseThrow(), 4711);

    log.exceeded(client, "slow", "min_data_rate");

    assertThat(lines()).containsExactly("::1: slow (min_data_rate)");
  }

  @Test
  void namesAClientOfAUnixSocketByItsKind() {
    log.exceeded(UnixDomainSocketAddress.of(""), "slow", "min_data_rate");

    assertThat(lines()).containsExactly("unix socket: slow (min_data_rate)");
  }

  @Test
  void saysTheSameOfTheSameClientOnceAMinuteAndCountsTheRest() {
    log.exceeded(CLIENT, "slow", "min_data_rate");
    log.exceeded(at(4712), "slow", "min_data_rate");
    log.exceeded(CLIENT, "slow", "min_data_rate");
    pass(Duration.ofSeconds(60));
    log.exceeded(CLIENT, "slow", "min_data_rate");

    assertThat(lines())
        .containsExactly(
            "127.0.0.7: slow (min_data_rate)",
            "127.0.0.7: slow (min_data_rate), and 2 times more before");
  }

  @Test
  void tellsClientsAndLimitsApart() {
    log.exceeded(CLIENT, "slow", "min_data_rate");
    log.exceeded(CLIENT, "resets", "http2_rate_limit");
    log.exceeded(client((byte) 1, (byte) 7, 4711), "slow", "min_data_rate");

    assertThat(lines()).hasSize(3);
  }

  @Test
  void writesNoMoreThanAHundredLinesAMinute() {
    for (int i = 0; i < 3_000; i++) {
      log.exceeded(client((byte) (i / 256), (byte) i, 1), "slow", "x");
    }
    assertThat(lines()).hasSize(100);

    pass(Duration.ofSeconds(60));
    log.exceeded(CLIENT, "slow", "x");

    assertThat(lines()).hasSize(101);
  }

  @Test
  void remembersNoMoreThanAThousandClients() {
    log.exceeded(CLIENT, "slow", "x");
    log.exceeded(CLIENT, "slow", "x");
    for (int minute = 1; minute <= 11; minute++) {
      pass(Duration.ofSeconds(60));
      for (int i = 0; i < 100; i++) {
        log.exceeded(client((byte) minute, (byte) i, 1), "slow", "x");
      }
    }
    pass(Duration.ofSeconds(60));

    log.exceeded(CLIENT, "slow", "x");

    assertThat(lines()).last().isEqualTo("127.0.0.7: slow (x)");
  }

  @Test
  void isOneForAServer() {
    Server server = new Server();

    assertThat(LimitLog.of(server)).isSameAs(LimitLog.of(server));
  }

  private static InetSocketAddress at(int port) {
    return client((byte) 0, (byte) 7, port);
  }

  private static InetSocketAddress client(byte third, byte fourth, int port) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(new byte[] {127, 0, third, fourth}), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(LimitLog.class);
  }
}

package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import dev.jetticorn.connector.testing.Waiting;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatientAppenderTest {
  /** Four times as many are more than there is room for, in the queue and beyond it. */
  private static final int ENTRIES = 10_000;

  private final LoggerContext context = new LoggerContext();
  private final Gate gate = new Gate();
  private PatientAppender patient;
  private Logger logger;

  @BeforeEach
  void attach() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    gate.setContext(context);
    gate.setName("slow");
    gate.start();
    patient = new PatientAppender(gate);
    logger = context.getLogger(Logger.ROOT_LOGGER_NAME);
    logger.addAppender(patient);
  }

  @AfterEach
  void stop() {
    gate.open.countDown();
    context.stop();
  }

  /** Where two find the last place at once, which they do not each time. */
  @RepeatedTest(10)
  void countsEachEntryThatIsDroppedHoweverManyLogAtOnce() throws Exception {
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new Thread(
                        () -> IntStream.range(0, ENTRIES).forEach(n -> logger.info("entry"))))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    long dropped = patient.dropped();

    gate.open.countDown();
    assertThat(Waiting.until(() -> gate.written("entry") + dropped >= 4 * ENTRIES)).isTrue();
    // What the appender says of itself may be dropped as well.
    assertThat(gate.written("entry") + dropped).isLessThan(4 * ENTRIES + 10);
    assertThat(dropped).isPositive();
  }

  @Test
  void saysHowManyWereDroppedWhenThereIsRoomAgain() {
    IntStream.range(0, 4 * ENTRIES).forEach(n -> logger.info("entry"));
    assertThat(patient.dropped()).isPositive();

    gate.open.countDown();
    assertThat(
            Waiting.until(
                () -> {
                  logger.info("later");
                  return gate.saidToBeDropped() == patient.dropped();
                }))
        .as("%d dropped, %d said", patient.dropped(), gate.saidToBeDropped())
        .isTrue();
  }

  /** Takes nothing until it is opened. */
  private static final class Gate extends AppenderBase<ILoggingEvent> {
    private static final Pattern DROPPED =
        Pattern.compile("the appender slow was too slow; (\\d+) entries were dropped");

    private final CountDownLatch open = new CountDownLatch(1);
    private final Queue<String> written = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      written.add(event.getFormattedMessage());
    }

    long written(String message) {
      return written.stream().filter(message::equals).count();
    }

    /** Of all that was said: there may have been room once before. */
    long saidToBeDropped() {
      return written.stream()
          .map(DROPPED::matcher)
          .filter(Matcher::matches)
          .mapToLong(said -> Long.parseLong(said.group(1)))
          .sum();
    }
  }
}

package dev.jetticorn.connector.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.jetticorn.connector.settings.LogTarget;
import dev.jetticorn.connector.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class LogWriterTest {
  @TempDir private Path directory;

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final AppenderBase<ILoggingEvent> listener =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          said.add(event.getFormattedMessage());
        }
      };

  @BeforeEach
  void listen() {
    listener.start();
    logger().addAppender(listener);
  }

  @AfterEach
  void leave() {
    logger().detachAppender(listener);
  }

  @Test
  void hasWrittenEverythingWhenItIsClosed() throws Exception {
    Path file = directory.resolve("a.log");
    Files.writeString(file, "before\n");
    LogWriter writer = LogWriter.to("access log", new LogTarget.File(file));

    IntStream.range(0, 10_000).forEach(i -> writer.write(line(i)));
    writer.close();
    writer.write(line(10_000));

    assertThat(Files.readAllLines(file)).hasSize(10_001).startsWith("before").endsWith("9999");
    assertThat(writer.dropped()).isEqualTo(1);
    assertThat(said).isEmpty();
  }

  @Test
  void hasRoomAgainForWhatItHasWritten() throws Exception {
    Path file = directory.resolve("a.log");
    LogWriter writer = LogWriter.to("access log", new LogTarget.File(file));
    byte[] quarter = new byte[LogWriter.CAPACITY / 4];

    for (int i = 1; i <= 8; i++) {
      long size = (long) i * quarter.length;
      writer.write(quarter);
      assertThat(Waiting.until(() -> size(file) == size)).as("entry %d", i).isTrue();
    }
    writer.close();

    assertThat(writer.dropped()).isZero();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void neverWaitsForAPipeThatNobodyReadsAndSaysWhatItDropped() throws Exception {
    Path pipe = pipe();
    LogWriter writer = LogWriter.to("access log", new LogTarget.File(pipe));

    int lines = 2 * LogWriter.CAPACITY / LogWriter.OVERHEAD;
    IntStream.range(0, lines).forEach(i -> writer.write(line(i)));
    long dropped = writer.dropped();
    assertThat(dropped).isGreaterThan(lines / 2);

    CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> read(pipe));
    assertThat(nextSaid())
        .isEqualTo("the access log was written too slowly; " + dropped + " entries were dropped");
    writer.close();

    assertThat(read.get(20, TimeUnit.SECONDS))
        .isEqualTo(
            IntStream.range(0, Math.toIntExact(lines - dropped))
                .mapToObj(Integer::toString)
                .toList());
    assertThat(said).isEmpty();
  }

  @Test
  void endsAlthoughNobodyReadsThePipe() throws Exception {
    LogWriter writer = LogWriter.to("access log", new LogTarget.File(pipe()));
    writer.write(line(1));

    writer.close();

    assertThat(said).isEmpty();
  }

  @Test
  void saysOnceThatTheDiskIsFullAndEndsAllTheSame() throws Exception {
    LogWriter writer = LogWriter.to("access log", new LogTarget.File(Path.of("/dev/full")));
    writer.write(line(1));
    assertThat(nextSaid())
        .isEqualTo("the access log cannot be written and is tried again: No space left on device");
    writer.write(line(2));

    writer.close();

    assertThat(writer.dropped()).isEqualTo(2);
    assertThat(said).isEmpty();
  }

  @Test
  void completesTheLineThatAFullDiskHasCutOff() throws Exception {
    Disk disk = new Disk(3);
    LogWriter writer = LogWriter.to("access log", disk);
    writer.write(line(1234));
    assertThat(nextSaid()).endsWith("tried again: full");
    writer.write(line(5678));

    disk.room = 1_000;

    assertThat(nextSaid()).isEqualTo("the access log is written again; 0 entries were dropped");
    writer.close();
    assertThat(disk.content.toString(StandardCharsets.US_ASCII)).isEqualTo("1234\n5678\n");
  }

  @Test
  void saysNothingMoreWhileTheDiskStaysFull() throws Exception {
    Disk disk = new Disk(0);
    LogWriter writer = LogWriter.to("access log", disk);
    writer.write(line(1));
    assertThat(nextSaid()).endsWith("tried again: full");

    for (int attempts = 2; attempts <= 4; attempts++) {
      int seen = attempts;
      // So that it does not wait for its next attempt.
      writer.reopen();
      assertThat(Waiting.until(() -> disk.attempts.get() >= seen)).isTrue();
    }
    writer.close();

    assertThat(said).isEmpty();
  }

  @Test
  void beginsALineAnewInANewFile() throws Exception {
    Disk disk = new Disk(3);
    LogWriter writer = LogWriter.to("access log", disk);
    writer.write(line(1234));
    assertThat(nextSaid()).endsWith("tried again: full");

    disk.room = 1_000;
    writer.reopen();

    assertThat(nextSaid()).isEqualTo("the access log is written again; 0 entries were dropped");
    writer.close();
    assertThat(disk.content.toString(StandardCharsets.US_ASCII)).isEqualTo("1231234\n");
  }

  @Test
  void losesNoLineWhenTheFileIsMovedAway() throws Exception {
    Path file = directory.resolve("a.log");
    LogWriter writer = LogWriter.to("access log", new LogTarget.File(file));
    int threads = 4;
    // All of them fit into what may wait, however slow the disk is.
    int lines = 10_000;

    List<CompletableFuture<Void>> loggers = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int first = thread * lines;
      loggers.add(
          CompletableFuture.runAsync(
              () -> IntStream.range(first, first + lines).forEach(i -> writer.write(line(i)))));
    }
    int moved = 0;
    while (!CompletableFuture.allOf(loggers.toArray(CompletableFuture<?>[]::new)).isDone()) {
      if (Files.exists(file)) {
        Files.move(file, directory.resolve("a.log." + moved++));
        writer.reopen();
      }
    }
    writer.close();

    List<Integer> written = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        Files.readAllLines(each).forEach(line -> written.add(Integer.valueOf(line)));
      }
    }
    assertThat(writer.dropped()).isZero();
    assertThat(written.stream().sorted())
        .containsExactlyElementsOf(IntStream.range(0, threads * lines).boxed().toList());
    assertThat(moved).isPositive();
  }

  @Test
  void makesTheNewFileAtOnceEvenIfNothingWasWritten() throws Exception {
    Path file = directory.resolve("a.log");
    LogWriter writer = LogWriter.to("access log", new LogTarget.File(file));
    Files.delete(file);

    writer.reopen();

    assertThat(Waiting.until(() -> Files.exists(file))).isTrue();
    writer.close();
  }

  @Test
  void goesOnInTheOldFileWhenANewOneCannotBeOpened() throws Exception {
    Path file = directory.resolve("a.log");
    LogWriter writer = LogWriter.to("access log", new LogTarget.File(file));
    writer.write(line(1));
    Path moved = Files.move(file, directory.resolve("moved"));
    Files.createDirectory(file);

    writer.reopen();
    writer.write(line(2));

    assertThat(nextSaid())
        .isEqualTo(
            "the access log goes on where it was, it cannot be opened anew: it is a directory");
    writer.close();
    assertThat(Files.readAllLines(moved)).containsExactly("1", "2");
  }

  private Path pipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(mkfifo.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return pipe;
  }

  private static List<String> read(Path pipe) {
    try {
      return Files.readAllLines(pipe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String nextSaid() throws InterruptedException {
    return said.poll(20, TimeUnit.SECONDS);
  }

  private static byte[] line(int number) {
    return (number + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(LogWriter.class);
  }

  /** Takes bytes until it is full, and then fails. */
  private static final class Disk implements LogOutput, LogOutput.Outlet {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile int room;

    Disk(int room) {
      this.room = room;
    }

    @Override
    public Outlet open() {
      return this;
    }

    @Override
    public int batch() {
      return 100;
    }

    @Override
    public boolean continuesAfterFailure() {
      return true;
    }

    @Override
    public void write(ByteBuffer[] entries) throws IOException {
      attempts.incrementAndGet();
      if (content.size() == room) {
        throw new IOException("full");
      }
      for (ByteBuffer entry : entries) {
        while (entry.hasRemaining() && content.size() < room) {
          content.write(entry.get());
        }
      }
    }

    @Override
    public void close() {}
  }
}

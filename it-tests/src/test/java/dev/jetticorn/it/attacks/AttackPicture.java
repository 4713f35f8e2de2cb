package dev.jetticorn.it.attacks;

import static dev.jetticorn.it.attacks.Attack.NONE;
import static dev.jetticorn.it.attacks.Attack.connections;
import static dev.jetticorn.it.attacks.Attack.flood;
import static dev.jetticorn.it.attacks.Attack.reset;

import dev.jetticorn.it.attacks.Attack.Victim;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Repository;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs each attack for some seconds beside a well-behaved client, against the packaged jar with its
 * default settings, and prints the table of docs/security.md.
 *
 * <p>It measures and asserts nothing, and is no part of the build: docs/security.md says how it is
 * started.
 */
final class AttackPicture {
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration ATTACK = Duration.ofSeconds(8);
  private static final int REQUESTS_A_CONNECTION = 20;
  private static final Pattern LIMIT = Pattern.compile("127\\.0\\.0\\.1: (.+ \\([a-z0-9_]+\\))");

  @TempDir static Path directory;

  private static Map<String, Attack> attacks() throws IOException {
    Frame post = FrameClient.headers(1, 0, "POST", "/request", NONE);
    Frame begun = new Frame(Frame.HEADERS, Frame.END_STREAM, 1, NONE);
    byte[] cancel = {0, 0, 0, 8};
    Map<String, Attack> attacks = new LinkedHashMap<>();
    attacks.put("no attack", victim -> connections(0, false, "", false).run(victim));
    attacks.put("rapid reset", reset(Frame.RST_STREAM, cancel, Integer.MAX_VALUE / 2));
    attacks.put("rapid reset, a new connection for each 100", reset(Frame.RST_STREAM, cancel, 100));
    attacks.put("MadeYouReset", reset(Frame.WINDOW_UPDATE, new byte[4], Integer.MAX_VALUE / 2));
    attacks.put("CONTINUATION flood", flood(new Frame(0x9, 0, 1, NONE), begun));
    attacks.put("PING flood", flood(new Frame(Frame.PING, 0, 0, new byte[8])));
    attacks.put("SETTINGS flood", flood(new Frame(Frame.SETTINGS, 0, 0, NONE)));
    attacks.put("PRIORITY flood", flood(Frame.priority(1, 0, 16)));
    attacks.put("PRIORITY_UPDATE flood", flood(new Frame(0x10, 0, 0, new byte[] {0, 0, 0, 1})));
    attacks.put("unknown frames", flood(new Frame(0x42, 0, 0, NONE)));
    attacks.put("empty DATA", flood(Frame.data(1, 0, false), post));
    attacks.put(
        "WINDOW_UPDATE flood",
        flood(new Frame(Frame.WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1})));
    attacks.put("windows opened by one byte", Attack.oneByteWindows());
    attacks.put("header bomb, windows shut", Attack.headerBomb());
    attacks.put("300 streams with shut windows", Attack.shutWindows(3, false));
    attacks.put("300 streams, connection windows shut, and pings", Attack.shutWindows(3, true));
    attacks.put(
        "300 downloads that are not read, HTTP/1.1",
        connections(
            300, false, "GET /bytes?count=" + Attack.MUCH + " HTTP/1.1\r\nHost: a\r\n\r\n", false));
    attacks.put(
        "300 uploads that trickle, HTTP/1.1",
        connections(
            300, false, "POST /request HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n", true));
    attacks.put(
        "300 heads that trickle", connections(300, false, "GET / HTTP/1.1\r\nHost: ", true));
    attacks.put("2,000 silent connections", connections(2_000, false, "", false));
    attacks.put("2,000 halves of a TLS hello", connections(2_000, true, "\u0016\3\1\2\0\1", false));
    attacks.put("TLS key updates", Attack.keyUpdates());
    return attacks;
  }

  @Test
  void draw() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    List<String> table = new ArrayList<>();
    table.add(
        "| attack | p50 | p99 | p99, new connections | failed | heap after GC | RSS | threads |"
            + " what became of it |");
    table.add("|---|---|---|---|---|---|---|---|---|");
    for (Map.Entry<String, Attack> attack : attacks().entrySet()) {
      try (RunningConnector server =
          Connector.in(directory)
              .jvm("-Xmx512m")
              .with("--war", "app.war", "--certfile", "self-signed")
              .with("--bind", "https://127.0.0.1:0", "--bind", "http://127.0.0.1:0")
              .start(2)) {
        table.add("| " + attack.getKey() + " | " + row(server, attack.getValue()) + " |");
        System.out.println(table.get(table.size() - 1));
      }
    }
    Path file = Repository.root().resolve("it-tests/target/attacks.md");
    Files.writeString(file, String.join("\n", table) + "\n");
    System.out.println(file + ":\n" + Files.readString(file));
  }

  private static String row(RunningConnector server, Attack attack) throws Exception {
    var client = new WellBehaved(server.port());
    client.measure(Duration.ofSeconds(3));
    WellBehaved.Latencies quiet = client.measure(QUIET);
    Vitals before = Vitals.of(server.program().pid());

    AtomicBoolean goesOn = new AtomicBoolean(true);
    AtomicInteger cutOff = new AtomicInteger();
    int http = URI.create(server.url(1, "/")).getPort();
    Thread attacker =
        new Thread(() -> attack(attack, new Victim(server.port(), http, goesOn::get), cutOff));
    attacker.start();
    WellBehaved.Latencies attacked = client.measure(ATTACK);
    Vitals during = Vitals.of(server.program().pid());
    goesOn.set(false);
    attacker.join();

    String said =
        LIMIT.matcher(server.log()).results().findFirst().map(m -> m.group(1)).orElse("held");
    return "%.1f → %.1f ms | %.1f → %.1f ms | %.1f → %.1f ms | %d of %d | %s | %s"
        .formatted(
            quiet.kept().at(50),
            attacked.kept().at(50),
            quiet.kept().at(99),
            attacked.kept().at(99),
            quiet.fresh().at(99),
            attacked.fresh().at(99),
            attacked.failed(),
            attacked.requests(),
            before.to(during),
            cutOff.get() == 0 ? said : said + ", " + cutOff + " times");
  }

  private static void attack(Attack attack, Victim victim, AtomicInteger cutOff) {
    while (victim.goesOn().getAsBoolean()) {
      try {
        attack.run(victim);
      } catch (IOException closed) {
        cutOff.incrementAndGet();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What the operating system and the JVM say of the server. */
  private record Vitals(long heap, long rss, long threads) {
    static Vitals of(long pid) throws Exception {
      String jcmd = Repository.javaHome().resolve("bin/jcmd").toString();
      run(jcmd, Long.toString(pid), "GC.run");
      String heap = run(jcmd, Long.toString(pid), "GC.heap_info");
      String status = Files.readString(Path.of("/proc/" + pid + "/status"));
      return new Vitals(
          number("used (\\d+)K", heap) / 1_024,
          number("VmRSS:\\s+(\\d+)", status) / 1_024,
          number("Threads:\\s+(\\d+)", status));
    }

    private static String run(String... command) throws Exception {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    }

    private static long number(String pattern, String text) {
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    String to(Vitals later) {
      return "%d → %d MB | %d → %d MB | %d → %d"
          .formatted(heap, later.heap, rss, later.rss, threads, later.threads);
    }
  }

  /** A client that asks for one small thing after the other, on old and on new connections. */
  private static final class WellBehaved {
    private final int port;

    WellBehaved(int port) {
      this.port = port;
    }

    Latencies measure(Duration time) {
      Latencies latencies = new Latencies();
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        long began = System.nanoTime();
        try (FrameClient client = FrameClient.connect(port)) {
          for (int i = 0; i < REQUESTS_A_CONNECTION; i++) {
            client.get(2 * i + 1, "/request");
            int status = client.response(2 * i + 1).status();
            latencies.add(i == 0, status == 200, began);
            began = System.nanoTime();
          }
        } catch (Exception | AssertionError e) {
          latencies.add(false, false, began);
        }
      }
      return latencies;
    }

    /** Of requests that were answered, in milliseconds; the rest failed. */
    static final class Latencies {
      private final Percentiles kept = new Percentiles(new ArrayList<>());
      private final Percentiles fresh = new Percentiles(new ArrayList<>());
      private int failed;

      void add(boolean onNewConnection, boolean answered, long began) {
        if (answered) {
          (onNewConnection ? fresh : kept).millis.add((System.nanoTime() - began) / 1e6);
        } else {
          failed++;
        }
      }

      Percentiles kept() {
        return kept;
      }

      Percentiles fresh() {
        return fresh;
      }

      int failed() {
        return failed;
      }

      int requests() {
        return failed + kept.millis.size() + fresh.millis.size();
      }
    }

    /** Some durations. */
    record Percentiles(List<Double> millis) {
      double at(int percent) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get((sorted.size() - 1) * percent / 100);
      }
    }
  }
}

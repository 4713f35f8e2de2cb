package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Jcmd;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reloads that change everything at once, while clients of both protocols ask without a pause.
 *
 * <p>docs/deploying.md tells how to run it with a hundred of them.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class ReloadUnderLoadIT {
  private static final int RELOADS = Integer.getInteger("it.reloads");
  private static final int WARM_UP = 3;
  private static final Pattern REQUESTS =
      Pattern.compile("requests: \\d+ total, \\d+ started, (\\d+) done, (\\d+) succeeded");

  @TempDir Path directory;
  private volatile boolean done;

  @Test
  void noRequestFailsAndNothingStaysInMemory() throws Exception {
    deploy(0);
    CertificateFiles[] pairs = {
      CertificateFiles.in(directory, "even"), CertificateFiles.in(directory, "odd")
    };
    install(pairs[0]);
    ExecutorService clients = Executors.newCachedThreadPool();
    try (RunningConnector server = Connector.in(directory).settings(settings(0)).start()) {
      List<Future<Long>> load =
          List.of(
              clients.submit(h2load(server, "-n2000", "-c4", "-m8")),
              clients.submit(h2load(server, "--h1", "-n1000", "-c4")),
              clients.submit(javaClient(server, Client.http2())),
              clients.submit(javaClient(server, Client.http1())));

      // The first rounds warm everything up.
      int warm = reload(server, pairs, 1, WARM_UP);
      Jcmd.Memory before = Jcmd.memoryOf(server.program());
      reload(server, pairs, warm, RELOADS);
      done = true;

      long requests = 0;
      for (Future<Long> client : load) {
        requests += client.get(2, TimeUnit.MINUTES);
      }
      Jcmd.Memory after = Jcmd.memoryOf(server.program());
      System.out.printf(
          "%d reloads: %d requests, none failed; before: %s, after: %s%n",
          RELOADS, requests, before, after);
      assertThat(requests).isPositive();
      assertThat(after.webApplications()).isLessThanOrEqualTo(2);
      assertThat(after.loadedClasses()).isLessThan(before.loadedClasses() + 500);
      assertThat(after.liveBytes()).isLessThan(before.liveBytes() + 10_000_000);
      server.stop();
      assertThat(loggedRequests()).isEqualTo(requests + WARM_UP + RELOADS);
    } finally {
      done = true;
      clients.shutdownNow();
    }
  }

  /** Changes the WAR, the certificate and the settings each time. */
  private int reload(RunningConnector server, CertificateFiles[] pairs, int from, int times)
      throws Exception {
    for (int round = from; round < from + times; round++) {
      deploy(round);
      install(pairs[round % 2]);
      Files.writeString(directory.resolve("server.properties"), settings(round));
      server.program().signal("HUP");
      server.program().awaitErr(round, line -> line.contains("Reloaded, changed: "));
      assertThat(Client.get(server.url("/version")).body()).isEqualTo("version " + round + " at /");
    }
    return from + times;
  }

  /** Each reload has written into the other of the two files. */
  private long loggedRequests() throws IOException {
    long lines = 0;
    for (String file : List.of("access.0.log", "access.1.log")) {
      lines += Files.readAllLines(directory.resolve(file)).size();
    }
    return lines;
  }

  private void deploy(int version) throws Exception {
    Path next =
        WarFile.of("deployed")
            .with("requests")
            .text("version.txt", "" + version)
            .in(directory, "next.war");
    Files.move(next, directory.resolve("app.war"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void install(CertificateFiles files) throws Exception {
    Files.write(directory.resolve("server.key"), Files.readAllBytes(files.key()));
    Files.write(directory.resolve("server.crt"), Files.readAllBytes(files.certificate()));
  }

  private static String settings(int round) {
    return """
    war = app.war
    bind = 127.0.0.1:0
    certfile = server.crt
    keyfile = server.key
    workers = 2
    threads = %d
    graceful_timeout = %d
    keepalive = %d
    http2_max_concurrent_streams = %d
    limit_request_fields = %d
    accesslog = access.%d.log
    """
        .formatted(
            8 + round % 3,
            20 + round % 2,
            60 + round % 2,
            100 + round % 2,
            50 + round % 2,
            round % 2);
  }

  /** One run after the other, each with connections of its own. */
  private Callable<Long> h2load(RunningConnector server, String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add(server.url("/version"));
    return () -> {
      long requests = 0;
      while (!done) {
        Finished run = Tool.H2LOAD.run(words.toArray(String[]::new)).succeeded();
        Matcher line = REQUESTS.matcher(run.out());
        assertThat(line.find()).as("%s", run).isTrue();
        assertThat(line.group(2)).as("%s", run).isEqualTo(line.group(1));
        assertThat(run.out()).contains(" 0 3xx, 0 4xx, 0 5xx");
        requests += Long.parseLong(line.group(1));
      }
      return requests;
    };
  }

  /** One request after the other, on a connection that stays. */
  private Callable<Long> javaClient(RunningConnector server, HttpClient client) {
    return () -> {
      long requests = 0;
      while (!done) {
        HttpResponse<String> response =
            client.send(Client.request(server.url("/version")).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("version ");
        requests++;
      }
      return requests;
    };
  }
}

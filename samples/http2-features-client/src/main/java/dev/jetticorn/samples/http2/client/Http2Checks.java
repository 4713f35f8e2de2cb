package dev.jetticorn.samples.http2.client;

import static dev.jetticorn.samples.http2.client.Mismatch.unless;
import static dev.jetticorn.samples.http2.client.Mismatch.unlessEqual;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What must be so over HTTP/2; each check has a connection of its own. */
final class Http2Checks {
  private static final int STREAMS = 50;

  /** One after the other the pages of all streams would take 25 seconds. */
  private static final long STREAMS_SECONDS = 5;

  private final Target target;

  Http2Checks(Target target) {
    this.target = target;
  }

  List<Check> all() {
    var checks = new ArrayList<Check>();
    checks.add(new Check("ALPN agrees on h2", this::alpn));
    for (String twin : List.of("", "/async")) {
      String kind = twin.isEmpty() ? "blocking" : "async";
      add(
          checks,
          kind,
          "health is OK",
          http2 -> Expectations.isPlainOk(http2.get(twin + "/health")));
      add(
          checks,
          kind,
          "the endpoints are listed with all extensions",
          http2 ->
              Expectations.listsEndpoints(http2.get(twin + "/"), "2", Expectations.EXTENSIONS));
      add(
          checks,
          kind,
          "priority is 16 when the client says nothing",
          http2 -> Expectations.hasPriority(http2.get(twin + "/priority"), 16, 0));
      add(
          checks,
          kind,
          "priority is read from HEADERS",
          http2 -> {
            Expectations.hasPriority(http2.get(twin + "/priority", 201, 0), 201, 0);
            Expectations.hasPriority(http2.get(twin + "/priority", 256, 1), 256, 1);
            Expectations.hasPriority(http2.get(twin + "/priority", 1, 0), 1, 0);
          });
      add(
          checks,
          kind,
          "trailers come after the body and its checksum is right",
          http2 -> Expectations.hasTrailers(http2.get(twin + "/trailers"), "x-processing-time"));
      add(checks, kind, "a posted megabyte is echoed with trailers", http2 -> echo(http2, twin));
      add(
          checks,
          kind,
          "priority and trailers work together",
          http2 -> {
            Answer answer = http2.get(twin + "/combined", 64, 0);
            Expectations.hasPriority(answer, 64, 0);
            Expectations.combinesWithTrailers(answer);
          });
      add(
          checks,
          kind,
          "an early hint with two links comes before the page",
          http2 -> Expectations.hintsEarly(http2.get(twin + "/early-hints")));
      add(checks, kind, "the hinted files exist", http2 -> hintedFiles(http2, twin));
      add(checks, kind, STREAMS + " streams run at once", http2 -> manyStreams(http2, twin));
      add(
          checks,
          kind,
          "an unknown path is a 404",
          http2 -> unlessEqual("the status", 404, http2.get(twin + "/nothing-here").status()));
    }
    return checks;
  }

  private interface Try {
    void on(Http2Connection http2) throws Exception;
  }

  private void add(List<Check> checks, String kind, String name, Try check) {
    checks.add(
        new Check(
            "HTTP/2, " + kind + ": " + name,
            () -> {
              try (var http2 = Http2Connection.open(target)) {
                check.on(http2);
              }
            }));
  }

  private void alpn() throws Exception {
    try (var socket = target.connect("h2", "http/1.1")) {
      unlessEqual("the protocol", "h2", socket.getApplicationProtocol());
    }
  }

  private static void echo(Http2Connection http2, String twin) throws Exception {
    byte[] body = new byte[1 << 20];
    new Random().nextBytes(body);

    Answer answer = http2.post(twin + "/trailers", "application/x-sample", body);

    Expectations.echoes(answer, "application/x-sample", body);
    Expectations.hasTrailers(answer, "x-processing-time");
  }

  private void hintedFiles(Http2Connection http2, String twin) throws Exception {
    Answer page = http2.get(twin + "/early-hints");
    List<String> links =
        page.hints().stream().flatMap(hint -> hint.fields().all("Link").stream()).toList();
    unlessEqual("the number of Link fields", 2, links.size());
    for (String link : links) {
      Answer file = http2.getAbsolute(Expectations.hintedPath(link));
      unlessEqual("the status of " + link, 200, file.status());
      String type = file.fields().only("Content-Type").orElse("missing");
      unless(
          type.startsWith("text/css") || type.startsWith("text/javascript"),
          "the media type of " + link + " is " + type);
    }
  }

  private static void manyStreams(Http2Connection http2, String twin) throws Exception {
    long start = System.nanoTime();
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, STREAMS).mapToObj(i -> http2.start(twin + "/early-hints")).toList();
    for (CompletableFuture<Answer> answer : answers) {
      // Each page names the files of its own hint, so no stream has the answer of another.
      Expectations.hintsEarly(Http2Connection.await(answer));
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    unless(
        millis < TimeUnit.SECONDS.toMillis(STREAMS_SECONDS),
        "half a second of work on each of " + STREAMS + " streams took " + millis + " ms");
  }
}

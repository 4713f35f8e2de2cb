package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Early hints, priority and trailers, from a servlet to the wire and back. */
final class ServletSideIT {
  @TempDir static Path directory;

  private static RunningConnector server;

  @BeforeAll
  static void start() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    server =
        Connector.in(directory)
            .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0")
            .start();
  }

  @Test
  void readsTheWeightAndTheParentOfAHeadersFrame() throws Exception {
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.get(3, "/priority", 1, 201);

      assertThat(client.response(3).body()).contains("weight: 201, depends on: 1");
    }
  }

  @Test
  void readsTheDefaultsOfAStreamWhoseClientSaidNothing() throws Exception {
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/priority");

      assertThat(client.response(1).body()).contains("weight: 16, depends on: 0");
    }
  }

  @Test
  void remembersAPriorityFrameThatCameBeforeTheRequest() throws Exception {
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.send(Frame.priority(5, 3, 77));
      client.get(5, "/priority");

      assertThat(client.response(5).body()).contains("weight: 77, depends on: 3");
    }
  }

  @Test
  void seesAPriorityFrameThatComesDuringTheRequest() throws Exception {
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/priority?until=33", 0, 201);
      client.send(Frame.priority(1, 0, 33));

      assertThat(client.response(1).body()).contains("weight: 33, depends on: 0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/forward/priority", "/include/priority", "/async/priority"})
  void readsThePriorityBehindEveryKindOfDispatch(String path) throws Exception {
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, path, 0, 201);

      assertThat(client.response(1).body()).contains("weight: 201, depends on: 0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.1", "--http1.0"})
  void thereIsNoPriorityBeforeHttp2(String version) throws Exception {
    assertThat(curl(version, "/priority")).contains("weight: null, depends on: null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http1.1"})
  void sendsEarlyHintsAheadOfTheResponse(String version) throws Exception {
    String answer = curl(version, "/hints");

    assertThat(answer).containsSubsequence(" 103", " 200");
    String interim = answer.substring(0, answer.indexOf(" 200")).toLowerCase(Locale.ROOT);
    // Several values of one name are kept apart, and nothing of the final response is in it.
    assertThat(interim)
        .containsSubsequence(
            "link: </style.css>; rel=preload; as=style",
            "link: </script.js>; rel=preload; as=script")
        .doesNotContain("x-final", "content-type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http1.1"})
  void flushesEarlyHintsWhileTheServletStillWorks(String version) throws Exception {
    Path release = directory.resolve("release" + version);
    // The log of -v is not buffered, as the output of -i is.
    try (Program curl =
        Tool.CURL.start(
            directory, Map.of(), "-ksSv", version, server.url("/hints?until=" + release))) {
      curl.awaitErr(line -> line.startsWith("< HTTP/") && line.contains(" 103"));
      curl.awaitErr(2, line -> line.toLowerCase(Locale.ROOT).startsWith("< link:"));
      Files.createFile(release);

      assertThat(curl.finish().succeeded().out()).contains("hinted released");
    }
  }

  @Test
  void neverSendsEarlyHintsToHttp10() throws Exception {
    assertThat(curl("--http1.0", "/hints")).contains(" 200", "hinted").doesNotContain(" 103");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http1.1"})
  void aBadHintIsRefusedAndHarmsNothing(String version) throws Exception {
    assertThat(curl(version, "/hints?bad"))
        .contains("refused: ", "Link", " 103", " 200")
        .doesNotContainIgnoringCase("Set-Cookie: stolen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/trailers", "/trailers?standard", "/forward/trailers", "/async/trailers"})
  void sendsTrailersOverHttp2(String path) throws Exception {
    Finished nghttp = Tool.NGHTTP.run("-v", server.url(path)).succeeded();

    assertThat(nghttp.out().substring(nghttp.out().indexOf("recv DATA")))
        .contains("x-checksum: abc", "x-status: done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/trailers", "/trailers?standard"})
  void sendsTrailersOverHttp11ToAClientThatTakesThem(String path) throws Exception {
    Finished curl =
        Tool.CURL
            .run("-ksSi", "--raw", "--http1.1", "-H", "TE: trailers", server.url(path))
            .succeeded();

    assertThat(curl.out()).containsIgnoringCase("transfer-encoding: chunked");
    String lastChunk = "\n0\n";
    // The servlet has them from a map without an order.
    assertThat(curl.out().substring(curl.out().indexOf(lastChunk) + lastChunk.length()).lines())
        .containsExactlyInAnyOrder("x-checksum: abc", "x-status: done", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.1", "--http1.0"})
  void hasNoTrailersForAClientThatDoesNotTakeThem(String version) throws Exception {
    assertThat(curl(version, "/trailers"))
        .contains("no trailers here")
        .doesNotContain("x-checksum: abc");
  }

  @Test
  void aBadTrailerIsRefusedAndHarmsNothing() throws Exception {
    Finished nghttp = Tool.NGHTTP.run("-v", server.url("/trailers?bad")).succeeded();

    assertThat(nghttp.out())
        .contains("refused: ", ":status: 200", "x-checksum: abc")
        .doesNotContain(":status: 500");
  }

  private static String curl(String version, String path) throws InterruptedException {
    return Tool.CURL.run("-ksSi", version, server.url(path)).succeeded().out();
  }

  @Test
  void earlyHintsMayBeKeptToHttp2OrTurnedOff(@TempDir Path other) throws Exception {
    WarFile.of("requests").in(other, "app.war");
    Connector connector =
        Connector.in(other)
            .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0");

    try (RunningConnector h2 = connector.with("--early-hints", "h2").start();
        RunningConnector off = connector.with("--early-hints", "off").start()) {
      assertThat(Tool.CURL.run("-ksSi", "--http2", h2.url("/hints")).out()).contains(" 103");
      assertThat(Tool.CURL.run("-ksSi", "--http1.1", h2.url("/hints")).out())
          .contains(" 200")
          .doesNotContain(" 103");
      assertThat(Tool.CURL.run("-ksSi", "--http2", off.url("/hints")).out())
          .contains(" 200")
          .doesNotContain(" 103");
    }
  }
}

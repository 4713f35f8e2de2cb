package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the usual clients see of {@code http2_cleartext}. */
final class ClearTextHttp2IT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prior-knowledge", "both"})
  void curlSpeaksItWithPriorKnowledge(String mode) throws Exception {
    try (RunningConnector server = start(mode)) {
      Finished hints = curl("--http2-prior-knowledge", "-i", server.url("/hints"));
      assertThat(hints.out())
          .startsWith("HTTP/2 103")
          .contains("link: </style.css>; rel=preload; as=style", "HTTP/2 200");

      assertThat(curl("--http2-prior-knowledge", server.url("/request")).out())
          .contains("protocol: HTTP/2.0", "secure: false");
      assertThat(curl("--http2-prior-knowledge", "-d", "abc", server.url("/request")).out())
          .contains("protocol: HTTP/2.0", "body: 3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"upgrade", "both"})
  void curlUpgrades(String mode) throws Exception {
    try (RunningConnector server = start(mode)) {
      Finished hints = curl("--http2", "-i", server.url("/hints"));
      assertThat(hints.out())
          .startsWith("HTTP/1.1 101 Switching Protocols")
          .contains("HTTP/2 103", "link: </style.css>; rel=preload; as=style", "HTTP/2 200");

      assertThat(curl("--http2", server.url("/request"), server.url("/request")).out())
          .contains("protocol: HTTP/2.0", "secure: false")
          .doesNotContain("HTTP/1.1");
      assertThat(curl("--http2", "-d", "abc", server.url("/request")).out())
          .contains("protocol: HTTP/1.1", "body: 3");
      assertThat(curl("--http1.1", server.url("/request")).out()).contains("protocol: HTTP/1.1");
    }
  }

  @Test
  void nghttpSeesTrailersAndItsPriorityIsKeptInBothWays() throws Exception {
    try (RunningConnector server = start("both")) {
      for (String[] way : new String[][] {{"-v"}, {"-v", "-u"}}) {
        assertThat(nghttp(way, server.url("/trailers")).out())
            .contains("x-checksum: abc", "x-status: done");
      }
      assertThat(nghttp(new String[] {"--weight=201"}, server.url("/priority")).out())
          .contains("weight: 201, depends on: 11");
      assertThat(nghttp(new String[] {"-u", "-v"}, server.url("/priority")).out())
          .contains("HTTP Upgrade success", ":status: 200", "weight: ");
    }
  }

  @Test
  void h2loadIsServedOnManyConnectionsAndStreams() throws Exception {
    try (RunningConnector server = start("prior-knowledge")) {
      Finished h2load =
          Tool.H2LOAD
              .run("-n2000", "-c10", "-m20", "-p", "h2c", server.url("/request"))
              .succeeded();

      assertThat(h2load.out())
          .contains("Application protocol: h2c", "2000 succeeded, 0 failed, 0 errored, 0 timeout");
    }
  }

  @Test
  void pythonSpeaksItWithPriorKnowledge() throws Exception {
    try (RunningConnector server = start("prior-knowledge")) {
      Finished python =
          Tool.PYTHON
              .run(
                  "-c",
                  """
                  import httpx, sys
                  with httpx.Client(http1=False, http2=True) as client:
                      response = client.get(sys.argv[1])
                      print(response.http_version, response.status_code)
                  """,
                  server.url("/request"))
              .succeeded();

      assertThat(python.out()).contains("HTTP/2 200");
    }
  }

  @Test
  void theLogNamesATrustedPeerThatDoesNotSpeakIt() throws Exception {
    try (RunningConnector server = start("prior-knowledge")) {
      Finished curl = Tool.CURL.run("-sSi", "--http1.1", server.url("/request")).succeeded();

      assertThat(curl.out())
          .startsWith("HTTP/1.1 400 Bad Request")
          .contains("HTTP/2 is spoken here");
      assertThat(server.program().awaitErr(line -> line.contains("http2_cleartext")))
          .contains("[WARNING]", "127.0.0.1", "400", "connection closed");
    }
  }

  @Test
  void whoIsNotTrustedSpeaksHttp11() throws Exception {
    try (RunningConnector server =
        Connector.in(directory)
            .environment("FORWARDED_ALLOW_IPS", "127.0.0.2")
            .with("--war", "app.war", "-b", "127.0.0.1:0", "--http2-cleartext", "both")
            .start()) {
      String url = "http://127.0.0.1:" + server.port() + "/request";
      assertThat(curl("--http2", url).out()).contains("protocol: HTTP/1.1");
      assertThat(Tool.CURL.run("-sS", "--http2-prior-knowledge", url).status()).isNotZero();
      assertThat(curl("--http2", "--interface", "127.0.0.2", url).out())
          .contains("protocol: HTTP/2.0");
      assertThat(curl("--http2-prior-knowledge", "--interface", "127.0.0.2", url).out())
          .contains("protocol: HTTP/2.0");
    }
  }

  @Test
  void theStartLineSaysWhatIsSpokenWithWhom() throws Exception {
    try (RunningConnector some = start("both");
        RunningConnector everyone = start("prior-knowledge", "--forwarded-allow-ips", "*");
        RunningConnector sync = start("both", "--worker-class", "sync")) {
      assertThat(some.listeners().get(0))
          .contains("(HTTP/2, HTTP/1.1; no TLS, HTTP/2 for forwarded_allow_ips alone)");
      assertThat(everyone.listeners().get(0)).contains("(HTTP/2; no TLS)");
      assertThat(sync.listeners().get(0)).contains("(HTTP/1.1; no TLS)");
      assertThat(sync.log()).contains("HTTP/2 is not supported by the sync worker");
    }
  }

  private RunningConnector start(String mode, Object... more) throws InterruptedException {
    return Connector.in(directory)
        .with("--war", "app.war", "--bind", "localhost:0", "--http2-cleartext", mode)
        .with(more)
        .start();
  }

  private static Finished curl(String... arguments) throws InterruptedException {
    String[] all = new String[arguments.length + 1];
    all[0] = "-sS";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Tool.CURL.run(all).succeeded();
  }

  private static Finished nghttp(String[] options, String url) throws InterruptedException {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = url;
    return Tool.NGHTTP.run(all).succeeded();
  }
}

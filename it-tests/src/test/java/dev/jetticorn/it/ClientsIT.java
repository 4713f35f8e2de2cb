package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the usual clients see of {@code --war app.war --certfile self-signed}. */
final class ClientsIT {
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
  void curlSpeaksHttp2() throws Exception {
    Finished curl = Tool.CURL.run("-ksSv", "--http2", server.url("/request")).succeeded();

    assertThat(curl.err())
        .contains("ALPN: server accepted h2", "using HTTP/2", "subject: CN=localhost");
    assertThat(curl.out()).contains("protocol: HTTP/2.0", "secure: true");
  }

  @Test
  void curlSpeaksHttp11() throws Exception {
    Finished curl = Tool.CURL.run("-ksSi", "--http1.1", server.url("/request")).succeeded();

    assertThat(curl.out()).startsWith("HTTP/1.1 200").contains("protocol: HTTP/1.1");
  }

  @Test
  void curlSpeaksHttp10() throws Exception {
    Finished curl = Tool.CURL.run("-ksSi", "--http1.0", server.url("/request")).succeeded();

    assertThat(curl.out()).startsWith("HTTP/1.1 200").contains("protocol: HTTP/1.0");
  }

  @Test
  void curlPostsOneMegabyteOverEachProtocol() throws Exception {
    Path file = Files.write(directory.resolve("megabyte"), new byte[1 << 20]);

    for (String version : new String[] {"--http2", "--http1.1", "--http1.0"}) {
      Finished curl =
          Tool.CURL
              .run("-ksS", version, "--data-binary", "@" + file, server.url("/request"))
              .succeeded();

      assertThat(curl.out()).as(version).contains("body: 1048576");
    }
  }

  @Test
  void nghttpSeesTheSettingsAndItsPriorityTreeIsKept() throws Exception {
    Finished nghttp = Tool.NGHTTP.run("-v", server.url("/priority")).succeeded();

    assertThat(nghttp.out())
        .contains(
            "The negotiated protocol: h2",
            "recv SETTINGS frame",
            "[SETTINGS_MAX_CONCURRENT_STREAMS(0x03):100]",
            "send PRIORITY frame <length=5, flags=0x00, stream_id=11>",
            ":status: 200");
    // nghttp makes a request depend on its stream 11, as an old Firefox did.
    assertThat(nghttp.out()).contains("weight: 16, depends on: 11");
  }

  @Test
  void nghttpSetsTheWeightOfARequest() throws Exception {
    Finished nghttp = Tool.NGHTTP.run("--weight=201", server.url("/priority")).succeeded();

    assertThat(nghttp.out()).contains("weight: 201, depends on: 11");
  }

  @Test
  void opensslAgreesOnH2AndSeesTheCertificate() throws Exception {
    Finished openssl =
        Tool.OPENSSL
            .run("s_client", "-alpn", "h2", "-connect", "localhost:" + server.port())
            .succeeded();

    assertThat(openssl.out()).contains("ALPN protocol: h2", "subject=CN = localhost");
  }

  @Test
  void theHttpClientOfTheJdkSpeaksHttp2() throws Exception {
    HttpResponse<String> response = Client.get(server.url("/request"));

    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(response.body()).contains("protocol: HTTP/2.0");
  }

  @Test
  void theHttpClientOfTheJdkSpeaksHttp11() throws Exception {
    HttpResponse<String> response =
        Client.http1()
            .send(Client.request(server.url("/request")).build(), BodyHandlers.ofString());

    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(response.body()).contains("protocol: HTTP/1.1");
  }

  @Test
  void h2loadIsServedOnManyConnectionsAndStreams() throws Exception {
    Finished h2load = Tool.H2LOAD.run("-n2000", "-c10", "-m20", server.url("/request")).succeeded();

    assertThat(h2load.out())
        .contains("Application protocol: h2", "2000 succeeded, 0 failed, 0 errored, 0 timeout");
  }

  /** Jetty by itself resets most of these streams: it writes an error page twice. */
  @Test
  void errorPagesAreAnsweredOnManyStreams() throws Exception {
    Finished h2load = Tool.H2LOAD.run("-n200", "-c1", "-m10", server.url("/gone")).succeeded();

    assertThat(h2load.out())
        .contains("200 done, 0 succeeded, 200 failed, 0 errored", "0 2xx, 0 3xx, 200 4xx, 0 5xx");
  }

  @Test
  void pythonSpeaksHttp2() throws Exception {
    Finished python =
        Tool.PYTHON
            .run(
                "-c",
                """
                import httpx, sys
                with httpx.Client(http2=True, verify=False) as client:
                    response = client.get(sys.argv[1])
                    print(response.http_version, response.status_code)
                """,
                server.url("/request"))
            .succeeded();

    assertThat(python.out()).contains("HTTP/2 200");
  }
}

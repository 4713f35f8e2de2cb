package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Proxy;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reaches a client through a proxy that ends its TLS, and what the application sees of it. */
final class ProxiesIT {
  @TempDir Path directory;
  private CertificateFiles files;

  @BeforeEach
  void pack() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    files = CertificateFiles.in(directory);
    Files.writeString(
        directory.resolve("both.pem"),
        Files.readString(files.key()) + Files.readString(files.certificate()));
  }

  /** HTTP/2 on both sides of HAProxy: over TLS and without, and behind the PROXY protocol. */
  @ParameterizedTest
  @CsvSource({
    "0, proto h2, off",
    "0, proto h2 send-proxy-v2, v2",
    "1, ssl verify none alpn h2, off",
    "1, ssl verify none alpn h2 send-proxy-v2, v2",
    "1, ssl verify none alpn h2 send-proxy, auto",
  })
  void haproxyHandsOnHintsTrailersAndTheClient(int listener, String option, String proxyProtocol)
      throws Exception {
    try (RunningConnector server =
        Connector.in(directory)
            .settings(
                """
                war = app.war
                bind = http://127.0.0.1:0, https://127.0.0.1:0
                http2_cleartext = prior-knowledge
                # Behind the PROXY protocol the peer is the client, who may be anybody here.
                forwarded_allow_ips = 127.0.0.1, 127.0.0.9
                forwarder_headers = X-Forwarded-For
                proxy_protocol = %s
                """
                        .formatted(proxyProtocol)
                    + files.settings())
            .start(2)) {
      int port = Ports.free();
      int upstream = URI.create(server.url(listener, "/")).getPort();
      try (Program haproxy = haproxy(port, upstream, option)) {
        String url = "https://127.0.0.1:" + port;

        assertThat(curl("--interface", "127.0.0.9", url + "/client").out())
            .contains("address: 127.0.0.9\n", "scheme: https\n", "secure: true\n");
        assertThat(curl(url + "/request").out()).contains("protocol: HTTP/2.0");
        assertThat(curl("--verbose", url + "/hints").err())
            .containsSubsequence("< HTTP/2 103", "< link: ", "< HTTP/2 200");
        assertThat(curl("--verbose", url + "/trailers").err())
            .containsSubsequence("< HTTP/2 200", "< x-checksum: abc", "< x-status: done");
        assertThat(curl("--include", "--header", "X-Forwarded-Ssl: off", url + "/client").out())
            .startsWith("HTTP/2 400");
        assertThat(haproxy.isRunning()).isTrue();
      }
    }
  }

  /**
   * An nginx before 1.29 takes an early hint for the response, and waits for the rest until it
   * gives up: such ones must be kept from it.
   */
  @Test
  void nginxHandsOnTheResponse() throws Exception {
    try (RunningConnector server =
        Connector.in(directory)
            .with("--war", "app.war", "--bind", "127.0.0.1:0", "--early-hints", "h2")
            .start()) {
      int port = Ports.free();
      try (Program nginx = nginx(port, server.port())) {
        String url = "https://127.0.0.1:" + port;

        Finished hints = curl("--verbose", url + "/hints");
        assertThat(hints.err()).containsSubsequence("< HTTP/2 200", "< x-final: yes");
        assertThat(curl(url + "/trailers").out()).isNotEmpty();
        assertThat(curl(url + "/client").out()).contains("scheme: https\n", "secure: true\n");
        assertThat(curl("--include", "--header", "X-Forwarded-Ssl: off", url + "/client").out())
            .startsWith("HTTP/2 400");
        assertThat(nginx.isRunning()).isTrue();
      }
    }
  }

  private Program haproxy(int port, int upstream, String option) throws Exception {
    return Proxy.haproxy(
        directory,
        "http",
        """
        listen front
          bind 127.0.0.1:%d ssl crt %s alpn h2,http/1.1
          http-request set-header X-Forwarded-Proto https
          http-request set-header X-Forwarded-For %%[src]
          server app 127.0.0.1:%d %s
        """
            .formatted(port, directory.resolve("both.pem"), upstream, option));
  }

  private Program nginx(int port, int upstream) throws Exception {
    return Proxy.nginx(
        directory,
        """
        server {
          listen 127.0.0.1:%d ssl http2;
          ssl_certificate %s;
          ssl_certificate_key %s;
          location / {
            proxy_pass http://127.0.0.1:%d;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header X-Forwarded-Proto $scheme;
          }
        }
        """
            .formatted(port, files.certificate(), files.key(), upstream));
  }

  private static Finished curl(String... arguments) throws InterruptedException {
    Stream<String> always = Stream.of("-k", "--http2", "--header", "TE: trailers");
    return Proxy.curl(Stream.concat(always, Stream.of(arguments)).toArray(String[]::new));
  }
}

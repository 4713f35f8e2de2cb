package dev.jetticorn.samples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddedTest {
  @Test
  void servesOverHttp2() throws Exception {
    HttpClient client = http2Client();
    client.start();
    try (var server = Embedded.start(Map.of("bind", "127.0.0.1:0", "certfile", "self-signed"))) {
      ContentResponse response =
          client
              .newRequest(server.addresses().get(0).resolve("/hello"))
              .timeout(20, TimeUnit.SECONDS)
              .send();

      assertThat(response.getStatus()).isEqualTo(200);
      assertThat(response.getContentAsString()).isEqualTo("Hello over HTTP/2.0, weight 16\n");
    } finally {
      client.stop();
    }
  }

  private static HttpClient http2Client() {
    var connector = new ClientConnector();
    // The certificate is made at each start, so nobody can know it beforehand.
    connector.setSslContextFactory(new SslContextFactory.Client(true));
    return new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client(connector)));
  }
}

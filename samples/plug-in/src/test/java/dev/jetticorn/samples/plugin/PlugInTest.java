package dev.jetticorn.samples.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlugInTest {
  @Test
  void addsHttp2ToAServerAndLeavesTheRest() throws Exception {
    Server server = PlugIn.existingServer(0);
    var plugIn = PlugIn.addTo(server, Map.of("bind", "127.0.0.1:0", "certfile", "self-signed"));
    server.start();
    try {
      String overHttp2 = get(http2(), plugIn.addresses().get(0).resolve("/shop/hello"));
      String asBefore = get(http1(), server.getURI().resolve("/shop/hello"));

      assertThat(overHttp2).isEqualTo("Hello over HTTP/2.0, early hints: true, weight: 16\n");
      assertThat(asBefore).isEqualTo("Hello over HTTP/1.1, early hints: true, weight: null\n");
    } finally {
      server.stop();
    }
  }

  private static String get(HttpClientTransport transport, URI address) throws Exception {
    var client = new HttpClient(transport);
    client.start();
    try {
      ContentResponse response = client.newRequest(address).timeout(20, TimeUnit.SECONDS).send();
      assertThat(response.getStatus()).isEqualTo(200);
      return response.getContentAsString();
    } finally {
      client.stop();
    }
  }

  private static HttpClientTransport http2() {
    var connector = new ClientConnector();
    // The certificate is made at each start, so nobody can know it beforehand.
    connector.setSslContextFactory(new SslContextFactory.Client(true));
    return new HttpClientTransportOverHTTP2(new HTTP2Client(connector));
  }

  private static HttpClientTransport http1() {
    return new HttpClientTransportOverHTTP();
  }
}

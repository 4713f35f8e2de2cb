package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.settings.WorkerSettings;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectorPlugInTest {
  private final Server server = new Server();

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void givesSomebodyElsesServerHttp2AndTheRequestAttributes() throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new WeightServlet(), "/weight");
    server.setHandler(context);
    ConnectorPlugIn plugIn =
        ConnectorPlugIn.addTo(
            server, SettingsLoader.from(Map.of("bind", "127.0.0.1:0", "certfile", "self-signed")));
    server.start();

    URI address = plugIn.addresses().get(0);
    var response =
        HttpClient.newBuilder()
            .sslContext(trustingEverybody())
            .build()
            .send(
                HttpRequest.newBuilder(
                        URI.create("https://localhost:" + address.getPort() + "/weight"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    // The JDK's client asks for the weight that RFC 7540 has as its default.
    assertThat(response.body()).isEqualTo("HTTP/2.0 16");
  }

  @Test
  void keepsTheConnectorsThatTheServerHas() throws Exception {
    var own = new ServerConnector(server);
    server.addConnector(own);

    ConnectorPlugIn.addTo(server, SettingsLoader.from(Map.of("bind", "127.0.0.1:0")));

    assertThat(server.getConnectors()).hasSize(2).contains(own);
  }

  @Test
  void refusesASettingThatOnlyTheOwnerOfTheServerCanDecide() {
    var settings = SettingsLoader.from(Map.of("bind", "127.0.0.1:0", "threads", "4"));

    var problem =
        catchThrowableOfType(
            UnusableSettingException.class, () -> ConnectorPlugIn.addTo(server, settings));

    assertThat(problem.objection().setting()).isEqualTo(WorkerSettings.THREADS);
    assertThat(server.getConnectors()).isEmpty();
  }

  private static final class WeightServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      int weight = StreamPriority.of(request).orElseThrow().weight();
      response.getWriter().print(request.getProtocol() + " " + weight);
    }
  }

  private static SSLContext trustingEverybody() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustEverybody()}, new SecureRandom());
    return context;
  }

  private static final class TrustEverybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

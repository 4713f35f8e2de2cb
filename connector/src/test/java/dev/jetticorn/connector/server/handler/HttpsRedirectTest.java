package dev.jetticorn.connector.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpsRedirectTest {

  @Test
  void sendsARequestToThePortThatSpeaksTls() throws Exception {
    try (var server = start("http://127.0.0.1:0, https://127.0.0.1:0", "redirect_https", "true");
        var client = Http1.connect(server.addresses().get(0).getPort())) {
      int tls = server.addresses().get(1).getPort();

      Answer answer = client.get("/a%20b;c?d=%0d%0a&e");

      assertThat(answer.status()).isEqualTo(308);
      assertThat(answer.field("location"))
          .isEqualTo("https://localhost:" + tls + "/a%20b;c?d=%0d%0a&e");
    }
  }

  @Test
  void sendsARequestToTheProxyThatEndsTlsAndServesWhatComesThroughIt() throws Exception {
    try (var server = start("http://127.0.0.1:0", "redirect_https", "true");
        var client = Http1.connect(server.addresses().get(0).getPort())) {
      assertThat(client.get("/a").field("location")).isEqualTo("https://localhost/a");
      assertThat(client.get("/a", "X-Forwarded-Proto: https").body()).isEqualTo("served");
      assertThat(client.get("/a", "X-Forwarded-Proto: http").status()).isEqualTo(308);
    }
  }

  @Test
  void aRequestCannotSayThatItIsSecure() throws Exception {
    try (var server = start("http://127.0.0.1:0", "redirect_https", "true");
        var client = Http1.connect(server.addresses().get(0).getPort())) {
      assertThat(client.get("https://localhost/a").status()).isEqualTo(308);
    }
  }

  @Test
  void aRequestWithoutAPathHasNowhereToGo() throws Exception {
    try (var server = start("http://127.0.0.1:0", "redirect_https", "true");
        var client = Http1.connect(server.addresses().get(0).getPort())) {
      Answer answer = client.send("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n").read();

      assertThat(answer.status()).isNotEqualTo(308);
    }
  }

  @Test
  void servesWithoutTlsUnlessToldOtherwise() throws Exception {
    try (var server = start("http://127.0.0.1:0", "redirect_https", "false");
        var client = Http1.connect(server.addresses().get(0).getPort())) {
      assertThat(client.get("/a").body()).isEqualTo("served");
    }
  }

  private static ConnectorServer start(String bind, String name, String value) {
    Map<String, String> settings = Map.of("bind", bind, "certfile", "self-signed", name, value);
    return ConnectorServer.start(
        SettingsLoader.from(settings), WebApplication.servlets(Map.of("/*", new Served())));
  }

  private static final class Served extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentLength(6);
      response.getOutputStream().print("served");
    }
  }
}

package dev.jetticorn.connector.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.jetticorn.connector.Golden;
import dev.jetticorn.connector.settings.load.SettingsException;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerRulesTest {
  @TempDir Path directory;

  @Test
  void http2NeedsTls() throws Exception {
    Golden.check("http2-without-tls.txt", problems("http_protocols = h2,h1"));
    assertThat(problems("bind = http://127.0.0.1:0\ncertfile = a.pem\nhttp_protocols = h2"))
        .startsWith("error: HTTP/2 needs TLS, and no listener speaks TLS\n");
    assertFine("http_protocols = h2\ncertfile = a.pem");
    assertFine("http_protocols = h1");
    assertFine("http_protocols = auto");
    assertFine("http_protocols = h2\nhttp2_cleartext = prior-knowledge");
    assertFine("bind = https://a:1, http://b:2\ncertfile = a.pem\nhttp_protocols = h2");
  }

  @Test
  void httpsNeedsACertificate() throws Exception {
    Golden.check(
        "https-without-certificate.txt", problems("bind = 127.0.0.1:8000, https://0.0.0.0:8443"));
    assertFine("bind = https://0.0.0.0:8443\ncertfile = self-signed");
  }

  @Test
  void aKeyNeedsACertificate() throws Exception {
    Golden.check("key-without-certificate.txt", problems("keyfile = server.key"));
    Golden.check(
        "key-with-self-signed.txt", problems("keyfile = server.key\ncertfile = self-signed"));
    assertFine("certfile = both.pem");
    assertFine("certfile = server.pem\nkeyfile = server.key");
  }

  @Test
  void clientCertificatesNeedAuthorities() throws Exception {
    Golden.check(
        "client-certificates-without-authorities.txt",
        problems("certfile = server.pem\ncert_reqs = 2"));
    assertThat(problems("certfile = a.pem\ncert_reqs = 1")).contains("needs `ca_certs`");
    assertFine("certfile = a.pem\ncert_reqs = 2\nca_certs = b.pem");
  }

  @Test
  void anAddressIsBoundOnce() throws Exception {
    Golden.check(
        "address-twice.txt",
        problems(
            "bind = 127.0.0.1:8000, [::1]:8000, localhost:80, LOCALHOST:80, http://127.0.0.1:8000"));
    assertThat(problems("bind = unix:a.sock, unix:b/../a.sock"))
        .startsWith("error: address `unix:b/../a.sock` is bound twice\n");
    assertFine("bind = unix:a.sock, unix:b.sock");
    assertFine("bind = 127.0.0.1:0, 127.0.0.1:0, 127.0.0.1:8000, 127.0.0.1:800");
  }

  @Test
  void aProtocolIsNamedOnce() throws Exception {
    assertThat(problems("certfile = a.pem\nhttp_protocols = h2,h1,h2"))
        .startsWith("error: a protocol is named twice\n");
  }

  @Test
  void aProxySaysAThingInOneWay() throws Exception {
    Golden.check("forwarded-twice.txt", problems("forwarder_headers = X-Forwarded-For, Forwarded"));
    assertFine("forwarder_headers = Forwarded");
    assertFine("forwarder_headers = Forwarded, X-Forwarded-Prefix");
    assertFine("forwarder_headers = X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Port");
  }

  @Test
  void aRuleIsSilentWhenAValueThatItReadsIsWrong() throws Exception {
    assertThat(problems("bind = https://0.0.0.0:x\nhttp_protocols = h2").split("\n\n", -1))
        .hasSize(1);
  }

  @Test
  void whatIsLegalButStrangeIsAWarning() throws Exception {
    assertThat(warnings("http2_max_header_list_size = 0"))
        .containsExactly(
            "the header fields of an HTTP/2 request are not limited, and can fill the memory"
                + " (server.properties:1)");
    assertThat(warnings("ciphers = A\nbind = http://a:1\ncertfile = b.pem"))
        .containsExactly(
            "`certfile` has no effect, because no listener speaks TLS (server.properties:3)",
            "`ciphers` has no effect, because no listener speaks TLS (server.properties:1)");
    assertThat(warnings("ciphers = A\ncertfile = b.pem")).isEmpty();
    assertThat(warnings("http2_cleartext = both\ncertfile = b.pem"))
        .containsExactly(
            "`http2_cleartext` has no effect, because every listener speaks TLS"
                + " (server.properties:1)");
    assertThat(warnings("http2_cleartext = both\nbind = a:1, http://b:2\ncertfile = b.pem"))
        .isEmpty();
  }

  private Iterable<String> warnings(String text) throws Exception {
    return SettingsLoader.fromFile(write(text)).warnings().stream()
        .map(warning -> warning.replace(directory + "/", ""))
        .toList();
  }

  private void assertFine(String text) throws Exception {
    Path file = write(text);
    assertThatCode(() -> SettingsLoader.fromFile(file)).as(text).doesNotThrowAnyException();
  }

  private String problems(String text) throws Exception {
    Path file = write(text);
    try {
      SettingsLoader.fromFile(file);
      return "";
    } catch (SettingsException e) {
      return e.getMessage().replace(directory + "/", "") + '\n';
    }
  }

  private Path write(String text) throws Exception {
    return Files.writeString(directory.resolve("server.properties"), text);
  }
}

package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.ApplicationSettings.EARLY_HINTS;
import static dev.jetticorn.connector.settings.ApplicationSettings.RELOAD_EXTRA_FILES;
import static dev.jetticorn.connector.settings.ApplicationSettings.ROOT_PATH;
import static dev.jetticorn.connector.settings.ApplicationSettings.WAR;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP_PROTOCOLS;
import static dev.jetticorn.connector.settings.LogSettings.ACCESSLOG;
import static dev.jetticorn.connector.settings.LogSettings.ACCESS_LOG_FORMAT;
import static dev.jetticorn.connector.settings.LogSettings.ERRORLOG;
import static dev.jetticorn.connector.settings.LogSettings.LOGLEVEL;
import static dev.jetticorn.connector.settings.SocketSettings.BIND;
import static dev.jetticorn.connector.settings.SocketSettings.REUSE_PORT;
import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.TlsSettings.CERT_REQS;
import static dev.jetticorn.connector.settings.TlsSettings.CIPHERS;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;
import static dev.jetticorn.connector.settings.TlsSettings.SSL_VERSION;
import static dev.jetticorn.connector.settings.WorkerSettings.THREADS;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.connector.settings.ListenAddress.Scheme;
import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of value reads, in the spellings of gunicorn's files too. */
class ValuesTest {

  @Test
  void addresses() throws Exception {
    assertThat(BIND.parse("localhost")).containsExactly(ListenAddress.of("localhost", 8000));
    assertThat(BIND.parse("LocalHost:0")).containsExactly(ListenAddress.of("localhost", 0));
    assertThat(BIND.parse(":65535")).containsExactly(ListenAddress.of("0.0.0.0", 65_535));
    assertThat(BIND.parse("[::1]:80, [fe80::1%eth0]"))
        .containsExactly(ListenAddress.of("::1", 80), ListenAddress.of("fe80::1%eth0", 8000));
    assertThat(BIND.parse("[::1]")).containsExactly(ListenAddress.of("::1", 8000));
    assertThat(BIND.parse("https://[::]:8443,HTTP://a-b.example.:1"))
        .containsExactly(
            ListenAddress.of(Optional.of(Scheme.HTTPS), "::", 8443),
            ListenAddress.of(Optional.of(Scheme.HTTP), "a-b.example.", 1));
    assertThat(BIND.parse("['127.0.0.1:1', \"127.0.0.1:2\",]"))
        .containsExactly(ListenAddress.of("127.0.0.1", 1), ListenAddress.of("127.0.0.1", 2));
    assertThat(BIND.parse("\"127.0.0.1:1\"")).containsExactly(ListenAddress.of("127.0.0.1", 1));
  }

  @Test
  void addressesThatAreNone() {
    assertBad(BIND, "", "", "an address is missing");
    assertBad(BIND, "a:1,,b:2", "", "an element of the list is missing");
    assertBad(BIND, "[]", "", "an element of the list is missing");
    assertBad(BIND, "a:", ":", "a port is missing");
    assertBad(BIND, "a:80, b:http", "http", "not a port number");
    assertBad(BIND, "a:-1", "-1", "not a port number");
    assertBad(BIND, "a:65536", "65536", "above the highest port, 65535");
    assertBad(BIND, "256.0.0.1:80", "256.0.0.1", "not an IP address");
    assertBad(BIND, "127.1:80", "127.1", "not an IP address");
    assertBad(BIND, "a b:80", "a b", "not a host name or IP address");
    assertBad(BIND, "[::1", "[::1", "the bracket is not closed");
    assertBad(BIND, "[::1]80", "80", "a port begins with a colon");
    assertBad(BIND, "[localhost]:80", "localhost", "not an IPv6 address");
    assertBad(BIND, "http://a:80/path", "/path", "an address has no path");
    assertBad(BIND, "ftp://a:80", "ftp", "neither http nor https");
    assertBad(BIND, "https://a", "a", "an address with a scheme needs a port");
    assertBad(BIND, "\"a:x\"", "x", "not a port number");
    assertBad(BIND, "['a:1', 'b:x']", "x", "not a port number");
  }

  @Test
  void addressesThatAreFiles() {
    assertBad(BIND, "unix:", "", "a path is missing");
    // Printed as unix:80, the host would be read as a socket.
    assertBad(BIND, "UNIX:80", "UNIX", "a unix socket needs a path, such as `unix:app.sock`");
    // No file system takes half of a character.
    assertBad(BIND, "http://unix:/\ud83d", "/\ud83d", "not a path on this system");
    assertBad(BIND, "fd://three", "three", "not the number of a file descriptor");
    assertBad(BIND, "https://fd://", "fd://", "a number is missing");
  }

  @Test
  void addressesThatAreAlmostRight() {
    assertThat(help(BIND, "::1")).contains("an IPv6 address needs brackets: `[::1]:8000`");
    assertThat(help(BIND, "8080")).contains("for a port on every address, write `:8080`");
    assertThat(help(BIND, "*:80")).contains("`0.0.0.0` means every IPv4 address");
  }

  @Test
  void anAddressIsPrintedAsItIsWritten() throws Exception {
    for (String text :
        List.of(
            "a:1",
            "[::1]:80",
            "https://[fe80::1%eth0]:8443",
            "http://0.0.0.0:0",
            "unix:/run/a.sock",
            "http://unix:a.sock")) {
      assertThat(BIND.parse(text)).singleElement().hasToString(text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unix:///run/a.sock, unix:/run/a.sock",
    "unix://a.sock, unix:a.sock",
    "https://unix:///run/a.sock, https://unix:/run/a.sock",
    "tcp://127.0.0.1:80, 127.0.0.1:80",
    "tcp://[::1], [::1]:8000",
  })
  void anAddressMayBeWrittenAsInGunicorn(String text, String printed) throws Exception {
    assertThat(BIND.parse(text)).singleElement().hasToString(printed);
    assertBad(BIND, "unix://", "", "a path is missing");
    assertBad(BIND, "tcp://a:x", "x", "not a port number");
  }

  @Test
  void numbers() throws Exception {
    assertThat(WORKERS.parse(" 4 ")).contains(4);
    assertThat(WORKERS.parse("'4'")).contains(4);
    assertThat(WORKERS.parse("auto")).isEmpty();
    assertThat(THREADS.parse("None")).isEmpty();
    assertBad(WORKERS, "", "", "a number is missing");
    assertBad(
        WORKERS, "99999999999999999999", "99999999999999999999", "above the maximum of 10000");
    assertBad(WORKERS, "0x10", "0x10", "not a whole number");
    assertBad(WORKERS, "\u0664", "\u0664", "not a whole number");
  }

  @Test
  void yesAndNo() throws Exception {
    for (String yes : List.of("true", "True", "TRUE", "on", "yes", "1")) {
      assertThat(REUSE_PORT.parse(yes)).as(yes).isTrue();
    }
    for (String no : List.of("false", "False", "off", "no", "0")) {
      assertThat(REUSE_PORT.parse(no)).as(no).isFalse();
    }
    assertThat(EARLY_HINTS.parse("True")).isEqualTo(EarlyHintsMode.ON);
    assertThat(EARLY_HINTS.parse("off")).isEqualTo(EarlyHintsMode.OFF);
  }

  @Test
  void protocolsKeepTheirOrder() throws Exception {
    assertThat(HTTP_PROTOCOLS.parse("h1, h2").orElseThrow())
        .containsExactly(HttpProtocol.H1, HttpProtocol.H2);
    assertThat(HTTP_PROTOCOLS.parse("[\"h2\", \"h1\"]").orElseThrow())
        .containsExactly(HttpProtocol.H2, HttpProtocol.H1);
    assertThat(HTTP_PROTOCOLS.parse("('h2',)").orElseThrow()).containsExactly(HttpProtocol.H2);
    assertThat(HTTP_PROTOCOLS.parse("[h2, h1]").orElseThrow()).hasSize(2);
    assertThat(HTTP_PROTOCOLS.parse("\"h2,h1\"").orElseThrow()).hasSize(2);
  }

  @Test
  void rootPaths() throws Exception {
    assertThat(ROOT_PATH.parse("")).isEmpty();
    assertThat(ROOT_PATH.parse("/")).isEmpty();
    assertThat(ROOT_PATH.parse("/a/b/")).isEqualTo("/a/b");
    assertBad(ROOT_PATH, "/a?b", "?", "not allowed in a path");
    assertBad(ROOT_PATH, "/a//b", "/a//b", "has an empty step, or one of dots alone");
    assertBad(ROOT_PATH, "/a/../b", "/a/../b", "has an empty step, or one of dots alone");
  }

  @Test
  void words() throws Exception {
    assertThat(LOGLEVEL.parse("DEBUG")).isEqualTo(LogLevel.DEBUG);
    assertThat(SSL_VERSION.parse("TLSv1.3")).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(CERT_REQS.parse("2")).isEqualTo(CertificateRequirement.REQUIRED);
    assertThat(help(LOGLEVEL, "warn")).isEmpty();
    assertThat(help(LOGLEVEL, "warnin")).contains("did you mean `warning`?");
  }

  @Test
  void logTargets() throws Exception {
    assertThat(ACCESSLOG.parse("-")).contains(new LogTarget.StandardOutput());
    assertThat(ACCESSLOG.parse("None")).isEmpty();
    assertThat(ACCESSLOG.parse("")).isEmpty();
    assertThat(ERRORLOG.parse("-")).isEqualTo(new LogTarget.StandardError());
    assertThat(ERRORLOG.parse("a.log")).isEqualTo(new LogTarget.File(Path.of("a.log")));
  }

  @Test
  void certificates() throws Exception {
    assertThat(CERTFILE.parse("self-signed")).contains(new CertificateFile.SelfSigned());
    assertThat(CERTFILE.parse("a.pem")).contains(new CertificateFile.Pem(Path.of("a.pem")));
    assertThat(CERTFILE.parse("./self_signed"))
        .contains(new CertificateFile.Pem(Path.of("./self_signed")));
    assertThat(help(CERTFILE, "self_signed")).contains("did you mean `self-signed`?");
    assertThat(CIPHERS.parse("A:B,C").orElseThrow()).containsExactly("A", "B", "C");
  }

  @Test
  void accessLogFormats() throws Exception {
    assertThat(ACCESS_LOG_FORMAT.parse("\"%(r)s\" %(s)s \"%(a)s\""))
        .isEqualTo("\"%(r)s\" %(s)s \"%(a)s\"");
    assertThat(ACCESS_LOG_FORMAT.parse("'%(h)s'")).isEqualTo("%(h)s");
    assertThat(ACCESS_LOG_FORMAT.parse("%({x-id}i)s 100%%")).isEqualTo("%({x-id}i)s 100%%");
    assertBad(ACCESS_LOG_FORMAT, "%(h) %(r)s", "%(", "neither an atom like %(h)s nor %%");
    assertBad(ACCESS_LOG_FORMAT, "50%", "%", "neither an atom like %(h)s nor %%");
  }

  @Test
  void quotationMarksDoNotBelongToAValue() throws Exception {
    assertThat(path("'my app.war'")).isEqualTo(Path.of("my app.war"));
    assertThat(path("\"a \\\"b\\\" \\\\c\"")).isEqualTo(Path.of("a \"b\" \\c"));
    assertThat(path("'a' and 'b'")).isEqualTo(Path.of("'a' and 'b'"));
    assertThat(path("'a")).isEqualTo(Path.of("'a"));
  }

  private static Path path(String war) throws BadValue {
    return WAR.parse(war).orElseThrow().get(0).path();
  }

  @Test
  void aWebApplicationMaySayItsContextPath() throws Exception {
    assertThat(WAR.parse("/shop=shop.war, /=/srv/root.war").orElseThrow())
        .containsExactly(
            new WarLocation(Optional.of("/shop"), Path.of("shop.war")),
            new WarLocation(Optional.of(""), Path.of("/srv/root.war")));
    assertThat(WAR.parse("a=b.war").orElseThrow())
        .containsExactly(new WarLocation(Optional.empty(), Path.of("a=b.war")));
    assertBad(WAR, "a.war, /sh op=b.war", " ", "not allowed in a path");
    assertBad(WAR, "/shop=", "", "a path is missing");
  }

  @Test
  void elementsWithCommasAreInQuotationMarks() throws Exception {
    List<WarLocation> wars = List.of(new WarLocation(Optional.empty(), Path.of("a,b.war")));

    assertThat(WAR.parse(WAR.type().print(Optional.of(wars)))).contains(wars);
    assertThat(RELOAD_EXTRA_FILES.parse("[]")).isEmpty();
    assertThat(RELOAD_EXTRA_FILES.parse("['a/*.{x,y}']").orElseThrow())
        .containsExactly(new FilePattern("a/*.{x,y}"));
  }

  @Test
  void whatStandsRoundAPasswordBelongsToIt() throws Exception {
    assertThat(KEYFILE_PASSWORD.parse(" a b ")).contains(Secret.of(" a b "));
    assertThat(KEYFILE_PASSWORD.parse("\"'a'\"")).contains(Secret.of("'a'"));
    assertThat(KEYFILE_PASSWORD.parse("None")).isEmpty();
    assertThat(KEYFILE_PASSWORD.parse("'None'")).contains(Secret.of("None"));
    assertBad(KEYFILE_PASSWORD, "", "", "is empty");
  }

  private static void assertBad(Setting<?> setting, String text, String part, String label) {
    BadValue bad = catchThrowableOfType(BadValue.class, () -> setting.parse(text));

    assertThat(bad).as("%s = %s", setting, text).isNotNull();
    assertThat(bad.label()).as("%s = %s", setting, text).isEqualTo(label);
    assertThat(text.substring(bad.start(), bad.end())).as("%s = %s", setting, text).isEqualTo(part);
  }

  private static Optional<String> help(Setting<?> setting, String text) {
    return catchThrowableOfType(BadValue.class, () -> setting.parse(text)).help();
  }
}

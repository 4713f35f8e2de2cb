package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.bridge.EarlyHints;
import dev.jetticorn.connector.server.handler.AccessLog;
import dev.jetticorn.connector.server.handler.DataRates;
import dev.jetticorn.connector.server.handler.HealthPath;
import dev.jetticorn.connector.server.handler.HttpsRedirect;
import dev.jetticorn.connector.server.handler.RequestPermits;
import dev.jetticorn.connector.server.handler.RequestTimeout;
import dev.jetticorn.connector.server.http1.Http1ConnectionFactory;
import dev.jetticorn.connector.server.http2.Http2ConnectionFactory;
import dev.jetticorn.connector.server.metrics.MetricsPath;
import dev.jetticorn.connector.server.metrics.StatsD;
import dev.jetticorn.connector.server.tls.TestCertificates;
import dev.jetticorn.connector.server.tls.TlsConnectionFactory;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.Http2Priority;
import dev.jetticorn.connector.settings.StatsDAddress;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Follows each setting from its name to the Jetty getter that must change. */
@Timeout(60)
class SettingsReachTest {
  /** What no getter of Jetty shows; beside each stands the test that sees its effect. */
  private static final Map<String, String> SEEN_ELSEWHERE =
      Map.ofEntries(
          Map.entry("config", "MainTest"),
          Map.entry("check_config", "MainTest"),
          Map.entry("lib", "HooksTest"),
          Map.entry("chdir", "SettingsLoaderTest"),
          Map.entry("suppress_ragged_eofs", "WithoutEffectTest"),
          Map.entry("do_handshake_on_connect", "WithoutEffectTest"),
          Map.entry("early_hints", "below"),
          Map.entry("session_store", "SessionStoresTest"),
          Map.entry("print_config", "MainTest"),
          Map.entry("http2_cleartext", "ClearTextHttp2Test"),
          Map.entry("forwarded_allow_ips", "ClearTextHttp2Test"),
          Map.entry("proxy_protocol", "ProxyProtocolTest"),
          Map.entry("proxy_allow_ips", "ProxyProtocolTest"),
          Map.entry("secure_scheme_headers", "ForwardedRequestTest"),
          Map.entry("forwarder_headers", "ForwardedRequestTest"),
          Map.entry("limit_request_line", "HandlerSettingsTest"),
          Map.entry("limit_request_fields", "HandlerSettingsTest"),
          Map.entry("limit_request_field_size", "HandlerSettingsTest"),
          Map.entry("permit_obsolete_folding", "Http1StrictnessTest"),
          Map.entry("strip_header_spaces", "Http1StrictnessTest"),
          Map.entry("permit_unconventional_http_method", "Http1StrictnessTest"),
          Map.entry("permit_unconventional_http_version", "Http1StrictnessTest"),
          Map.entry("casefold_http_method", "Http1StrictnessTest"),
          Map.entry("header_map", "Http1StrictnessTest"),
          Map.entry("worker_connections", "HandlerSettingsTest"),
          Map.entry("access_log_format", "HandlerSettingsTest"),
          Map.entry("worker_class", "WorkersTest"),
          Map.entry("control_socket", "ControlSocketTest"),
          Map.entry("control_socket_mode", "ControlSocketTest"),
          Map.entry("control_socket_disable", "ControlSocketTest"),
          Map.entry("metrics_allow_ips", "OperatorPathsTest"),
          Map.entry("statsd_prefix", "StatsDTest"),
          Map.entry("dogstatsd_tags", "StatsDTest"),
          Map.entry("enable_backlog_metric", "StatsDTest"),
          Map.entry("webapps", "DeploymentsTest"),
          Map.entry("reload", "DeploymentsTest"),
          Map.entry("reload_engine", "DeploymentsTest"),
          Map.entry("reload_extra_files", "DeploymentsTest"),
          Map.entry("preload_app", "DeploymentsTest"),
          Map.entry("errorlog", "ErrorLogTest"),
          Map.entry("loglevel", "ErrorLogTest"),
          Map.entry("capture_output", "LogFormsIT"),
          Map.entry("logconfig", "LogbackFileTest"),
          Map.entry("logconfig_json", "ErrorLogTest"),
          Map.entry("syslog", "SyslogTest"),
          Map.entry("syslog_addr", "SyslogTest"),
          Map.entry("syslog_prefix", "SyslogTest"),
          Map.entry("syslog_facility", "SyslogTest"),
          Map.entry("disable_redirect_access_to_syslog", "SyslogIT"),
          Map.entry("pidfile", "PidFileTest"));

  /** Those of the rows; workers and threads change if there were some before. */
  private static final Set<String> NEED_A_RESTART =
      Set.of(
          "backlog",
          "reuse_port",
          "workers",
          "threads",
          "statsd_host",
          "proc_name",
          "default_proc_name");

  @TempDir private static Path directory;

  /** A setting, a text for it, and what Jetty says then. */
  private record Row(
      String setting, String text, Function<Server, Object> getter, Object expected) {
    @Override
    public String toString() {
      return setting + " = " + text;
    }
  }

  @BeforeAll
  static void writeFiles() throws IOException {
    var authority = TestCertificates.authority("reach authority");
    var server = TestCertificates.draft("reach.example").names("reach.example").signedBy(authority);
    write("cert.pem", server.certificatePem());
    write("key.pem", server.keyPem());
    write("encrypted.pem", server.encryptedKeyPem("open sesame"));
    write("ca.pem", authority.certificatePem());
    Files.createDirectories(directory.resolve("exploded/WEB-INF"));
    Files.createDirectories(directory.resolve("another/WEB-INF"));
    Files.createDirectories(directory.resolve("uploads"));
    Files.createDirectories(directory.resolve("others"));
    var other = TestCertificates.draft("other.example").names("other.example").signedBy(authority);
    write("others/other.pem", other.certificatePem() + other.keyPem());
  }

  static Stream<Row> rows() {
    return Stream.of(
        row("redirect_https", "true", s -> s.getDescendant(HttpsRedirect.class) != null, true),
        row("bind", "[::1]:0", s -> listener(s).getHost(), "::1"),
        row("backlog", "17", s -> listener(s).getAcceptQueueSize(), 17),
        row("reuse_port", "true", s -> listener(s).isReusePort(), true),
        row("keepalive", "7", s -> listener(s).getIdleTimeout(), 7_000L),
        row(
            "keepalive",
            "0",
            s -> http1(s).getHttpConfiguration().isPersistentConnectionsEnabled(),
            false),
        row("max_connection_requests", "9", s -> http1(s).getConnectionLifetime().maxRequests(), 9),
        row("max_connection_requests", "8", s -> http2(s).getConnectionLifetime().maxRequests(), 8),
        row(
            "max_connection_age",
            "7",
            s -> http1(s).getConnectionLifetime().maxAge(),
            Duration.ofSeconds(7)),
        row(
            "max_connection_age",
            "6",
            s -> http2(s).getConnectionLifetime().maxAge(),
            Duration.ofSeconds(6)),
        row("http2_connect_protocol", "off", s -> http2(s).isConnectProtocolEnabled(), false),
        row(
            "handshake_timeout",
            "4",
            s -> handshakes(s).getHandshakeTimeout(),
            Duration.ofSeconds(4)),
        row("tls_rate_limit", "55", s -> handshakes(s).getRateLimit(), 55),
        row("header_timeout", "5", s -> http2(s).getHeaderTimeout(), Duration.ofSeconds(5)),
        row("header_timeout", "6", s -> http1(s).getHeaderTimeout(), Duration.ofSeconds(6)),
        row(
            "timeout",
            "11",
            s -> s.getDescendant(RequestTimeout.class).limit(),
            Duration.ofSeconds(11)),
        row("min_data_rate", "77", s -> dataRate(s).bytesPerSecond(), 77),
        row("min_data_rate_grace", "8", s -> dataRate(s).grace(), Duration.ofSeconds(8)),
        row("graceful_timeout", "9", Server::getStopTimeout, 9_000L),
        row("workers", "3", s -> s.getDescendant(RequestPermits.class).permits(), 3),
        row("threads", "5", s -> s.getDescendant(RequestPermits.class).permits(), 5),
        row(
            "http_protocols",
            "h1,h2",
            s ->
                listener(s)
                    .getConnectionFactory(ALPNServerConnectionFactory.class)
                    .getNegotiatedProtocols(),
            List.of("http/1.1", "http/1.0", "h2")),
        row("http2_max_concurrent_streams", "21", s -> http2(s).getMaxConcurrentStreams(), 21),
        row("http2_header_table_size", "8192", s -> http2(s).getMaxDecoderTableCapacity(), 8192),
        row("http2_max_settings_keys", "32", s -> http2(s).getMaxSettingsKeys(), 32),
        row("http2_rate_limit", "200", s -> http2(s).getFrameRateLimit(), 200),
        row("http2_priority", "rfc9218", s -> http2(s).getPriority(), Http2Priority.RFC9218),
        row(
            "http2_initial_window_size",
            "70000",
            s -> http2(s).getInitialStreamRecvWindow(),
            70_000),
        row("http2_max_frame_size", "16385", s -> http2(s).getMaxFrameSize(), 16_385),
        row(
            "http2_max_header_list_size",
            "5000",
            s -> http2(s).getHttpConfiguration().getRequestHeaderSize(),
            5_000),
        row(
            "http2_connection_window_size",
            "80000",
            s -> http2(s).getInitialSessionRecvWindow(),
            80_000),
        row("certfile", path("cert.pem"), s -> tls(s).getAliases(), Set.of("server")),
        row("keyfile", path("key.pem"), s -> tls(s).getAliases(), Set.of("server")),
        row("keyfile_password", "open sesame", s -> tls(s).getAliases(), Set.of("server")),
        row("cert_reqs", "2", s -> tls(s).getNeedClientAuth(), true),
        row("cert_reqs", "1", s -> tls(s).getWantClientAuth(), true),
        row("ca_certs", path("ca.pem"), SettingsReachTest::trusted, 1),
        row(
            "ssl_version",
            "TLSv1_3",
            s -> List.of(tls(s).getIncludeProtocols()),
            List.of("TLSv1.3")),
        row(
            "ciphers",
            "TLS_AES_256_GCM_SHA384",
            s -> Arrays.asList(tls(s).getSelectedCipherSuites()),
            List.of("TLS_AES_256_GCM_SHA384")),
        row("metrics_path", "/m", s -> s.getDescendant(MetricsPath.class).path(), "/m"),
        row("health_path", "/h", s -> s.getDescendant(HealthPath.class).path(), "/h"),
        row(
            "statsd_host",
            "127.0.0.1:9125",
            s -> s.getBean(StatsD.class).address(),
            new StatsDAddress.Udp("127.0.0.1", 9_125)),
        row("proc_name", "shop", s -> threads(s).getName(), "shop"),
        row("default_proc_name", "app", s -> threads(s).getName(), "app"),
        row("accesslog", path("access.log"), s -> s.getBean(AccessLog.class) != null, true),
        row("war", path("exploded"), s -> war(s).getWar().endsWith("/exploded/"), true),
        row("raw_env", "reach.test=1", s -> System.getProperty("reach.test"), "1"),
        row(
            "session_timeout",
            "600",
            s -> war(s).getSessionHandler().getMaxInactiveInterval(),
            600),
        row(
            "sendfile",
            "off",
            s -> war(s).getInitParameter("org.eclipse.jetty.servlet.Default.minMappedFileSize"),
            String.valueOf(Integer.MAX_VALUE)),
        row("sni", path("others"), s -> tls(s).getAliases(), Set.of("server", "sni-1")),
        row("root_path", "/shop", s -> war(s).getContextPath(), "/shop"),
        row(
            "tmp_upload_dir",
            path("uploads"),
            s -> war(s).getTempDirectory().toPath().getParent(),
            directory.resolve("uploads")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void reachesJetty(Row row) {
    try (ConnectorServer server = start(row)) {
      assertThat(row.getter.apply(server.jetty())).isEqualTo(row.expected);
    }
  }

  /** A new socket beside the old one: ReloadedServerTest looks at both. */
  static Stream<Row> rowsOfTheSameSocket() {
    return rows().filter(row -> !row.setting.equals("bind"));
  }

  /** What a reload takes up reaches the same places; all else it names. */
  @ParameterizedTest
  @MethodSource("rowsOfTheSameSocket")
  void reachesJettyByAReloadTooOrIsNamed(Row row) {
    Settings before = settings(row, false);
    Settings fresh = settings(row, true);
    List<String> pending = Reload.of(before, fresh).pending().stream().map(Setting::name).toList();
    try (ConnectorServer server = ConnectorServer.start(before)) {
      server.reload(fresh);

      if (NEED_A_RESTART.contains(row.setting)) {
        assertThat(pending).containsExactly(row.setting);
      } else {
        assertThat(pending).isEmpty();
        assertThat(row.getter.apply(server.jetty())).isEqualTo(row.expected);
      }
    }
  }

  @Test
  void coversEverySetting() {
    Set<String> covered = new TreeSet<>(SEEN_ELSEWHERE.keySet());
    rows().forEach(row -> covered.add(row.setting));

    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            Registry.installed().settings().stream().map(Setting::name).toList());
  }

  @ParameterizedTest
  @CsvSource({"on, 103", "h2, 200", "off, 200"})
  void sendsEarlyHintsOverHttp1WhereTheyAreOn(String earlyHints, String firstStatus)
      throws Exception {
    Map<String, String> settings = Map.of("bind", "127.0.0.1:0", "early_hints", earlyHints);
    var hinting = WebApplication.servlets(Map.of("/", new HintServlet()));
    try (var server = ConnectorServer.start(SettingsLoader.from(settings), hinting);
        var client =
            new Socket(InetAddress.getLoopbackAddress(), server.addresses().get(0).getPort())) {
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 " + firstStatus);
    }
  }

  private static final class HintServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      EarlyHints.of(request).send(List.of(Map.entry("Link", "</a.css>; rel=preload; as=style")));
    }
  }

  private static Row row(
      String setting, String text, Function<Server, Object> getter, Object expected) {
    return new Row(setting, text, getter, expected);
  }

  private static ConnectorServer start(Row row) {
    return ConnectorServer.start(settings(row, true));
  }

  /** What the row needs beside its setting, with or without that. */
  private static Settings settings(Row row, boolean withIt) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bind", "127.0.0.1:0");
    settings.put("war", path("exploded"));
    settings.put("certfile", path("cert.pem"));
    settings.put(
        "keyfile",
        path(row.setting.equals("keyfile_password") && withIt ? "encrypted.pem" : "key.pem"));
    if (row.setting.equals("cert_reqs")) {
      settings.put("ca_certs", path("ca.pem"));
    }
    if (withIt) {
      settings.put(row.setting, row.text);
    } else if (row.setting.equals("war")) {
      settings.put("war", path("another"));
    }
    return SettingsLoader.from(settings);
  }

  private static QueuedThreadPool threads(Server server) {
    return (QueuedThreadPool) server.getThreadPool();
  }

  private static ServerConnector listener(Server server) {
    return (ServerConnector) server.getConnectors()[0];
  }

  private static Http2ConnectionFactory http2(Server server) {
    return listener(server).getConnectionFactory(Http2ConnectionFactory.class);
  }

  private static Http1ConnectionFactory http1(Server server) {
    return listener(server).getConnectionFactory(Http1ConnectionFactory.class);
  }

  private static TlsConnectionFactory handshakes(Server server) {
    return listener(server).getConnectionFactory(TlsConnectionFactory.class);
  }

  private static DataRates dataRate(Server server) {
    return server.getDescendant(DataRates.class);
  }

  private static SslContextFactory.Server tls(Server server) {
    return listener(server).getConnectionFactory(SslConnectionFactory.class).getSslContextFactory();
  }

  private static WebAppContext war(Server server) {
    return server.getDescendant(WebAppContext.class);
  }

  private static int trusted(Server server) {
    try {
      return tls(server).getTrustStore().size();
    } catch (KeyStoreException e) {
      throw new AssertionError(e);
    }
  }

  private static String path(String name) {
    return directory.resolve(name).toString();
  }

  private static void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }
}

package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.LinkedHashMap;
import java.util.Map;

/** For every setting a value that is not its default, and one that it does not take. */
public final class OtherValues {
  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  /**
   * A row of the table.
   *
   * @param other a value that differs from the default
   * @param bad a value that is refused
   */
  private record Row(String other, String bad) {}

  static {
    row("config", "other.properties", "\u0000");
    row("check_config", "true", "maybe");
    row("print_config", "true", "2");
    row("war", "/shop=apps/my shop.war, /=root.war", "/shop=a\u0000b");
    row("webapps", "apps", "a\u0000b");
    row("root_path", "/shop", "shop");
    row("reload", "true", "maybe");
    row("reload_engine", "poll", "kqueue");
    row("reload_extra_files", "conf/*.xml, templates/**", "conf/[a");
    row("preload_app", "true", "maybe");
    row("tmp_upload_dir", "/var/tmp/up", "\u001b[31m");
    row("raw_env", "mode=live, \"list=1,2\"", "mode");
    row("lib", "hooks", "a\u0000b");
    row("session_timeout", "600", "-1");
    row("chdir", "/srv/app", "a\u0000b");
    row("sendfile", "false", "maybe");
    row("sni", "tls/others", "a\u0007");
    row("suppress_ragged_eofs", "false", "maybe");
    row("do_handshake_on_connect", "true", "maybe");
    row("session_store", "file:/var/lib/sessions", "jdbc:mysql://user:secret@db/shop");
    row("early_hints", "h2", "http2");
    row(
        "bind",
        "[::1]:8080, http://localhost:0, unix:/run/app.sock",
        "127.0.0.1:8000, 256.1.1.1:80");
    row("backlog", "128", "0");
    row("reuse_port", "true", "sure");
    row("workers", "3", "-1");
    row("threads", "7", "2.5");
    row("worker_class", "gevent", "gthreads");
    row("worker_connections", "5000", "1e3");
    row("timeout", "120", "-1");
    row("keepalive", "120", "-1");
    row("max_connection_requests", "1000", "-1");
    row("max_connection_age", "3600", "1h");
    row("http2_connect_protocol", "false", "websocket");
    row("graceful_timeout", "5", "30s");
    row("http_protocols", "h1", "h2, h3");
    row("http2_cleartext", "prior-knowledge", "on");
    row("http2_max_concurrent_streams", "250", "0");
    row("http2_header_table_size", "8192", "-1");
    row("http2_max_settings_keys", "32", "0");
    row("http2_rate_limit", "200", "-1");
    row("http2_priority", "rfc7540", "on");
    row("permit_obsolete_folding", "true", "maybe");
    row("strip_header_spaces", "true", "maybe");
    row("permit_unconventional_http_method", "true", "maybe");
    row("permit_unconventional_http_version", "true", "maybe");
    row("casefold_http_method", "true", "maybe");
    row("header_map", "refuse", "keep");
    row("http2_initial_window_size", "1048576", "2147483648");
    row("http2_max_frame_size", "32768", "12000");
    row("http2_max_header_list_size", "16384", "-1");
    row("http2_connection_window_size", "65535", "65534");
    row("certfile", "tls/server.pem", "a\u0007.pem");
    row("keyfile", "tls/server.key", "a\u0007.key");
    row("keyfile_password", "correct horse", "");
    row("ca_certs", "tls/authorities.pem", "a\u0007.pem");
    row("cert_reqs", "1", "3");
    row("ssl_version", "TLSv1_3", "TLSv1_1");
    row("ciphers", "ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_256_GCM_SHA384", "AES128::AES256");
    row("limit_request_line", "8190", "1048577");
    row("limit_request_fields", "50", "0");
    row("limit_request_field_size", "0", "8 KiB");
    row("secure_scheme_headers", "X-Scheme: https, X-Ssl: 1", "X-Forwarded-Proto = https");
    row("forwarder_headers", "X-Forwarded-For, X-Forwarded-Host", "SCRIPT_NAME");
    row("redirect_https", "true", "308");
    row("proxy_protocol", "v2", "v3");
    row("proxy_allow_ips", "192.0.2.0/24", "proxy.example");
    row("forwarded_allow_ips", "10.0.0.0/8, 2001:db8::1", "10.0.0.1/8");
    row("handshake_timeout", "5", "0");
    row("tls_rate_limit", "200", "-1");
    row("header_timeout", "7", "0");
    row("min_data_rate", "1000", "-1");
    row("min_data_rate_grace", "5", "0");
    row("metrics_path", "/metrics", "metrics");
    row("metrics_allow_ips", "10.0.0.0/8, ::1", "prometheus.example");
    row("health_path", "/healthz", "/");
    row("statsd_host", "unix:///run/statsd.sock", "unix:/run/statsd.sock");
    row("statsd_prefix", "shop.eu", "a:b");
    row("dogstatsd_tags", "env:test,shop", "a|b");
    row("enable_backlog_metric", "true", "often");
    row("control_socket", "/run/jetticorn/control", "\u0000");
    row("control_socket_mode", "0660", "660");
    row("control_socket_disable", "true", "never");
    row("accesslog", "-", "\u0000");
    row("access_log_format", "%(h)s \"%(r)s\" 100%%", "%(h)s %(r");
    row("errorlog", "logs/error.log", "None");
    row("loglevel", "critical", "verbose");
    row("capture_output", "true", "maybe");
    row("logconfig", "logback.xml", "a\u0007.xml");
    row("logconfig_json", "on", "logging.json");
    row("syslog", "true", "maybe");
    row("syslog_addr", "unix:///dev/log#dgram", "unix:///dev/log#seqpacket");
    row("syslog_prefix", "shop", "a\u0007");
    row("syslog_facility", "local3", "local8");
    row("disable_redirect_access_to_syslog", "true", "maybe");
    row("proc_name", "shop", "a\u0007");
    row("default_proc_name", "shop", "a\u0007");
    row("pidfile", "/run/jetticorn.pid", "\u0085");
  }

  private OtherValues() {}

  /** A value that differs from the default. */
  public static String other(Setting<?> setting) {
    return of(setting).other();
  }

  /** A value that is refused. */
  public static String bad(Setting<?> setting) {
    return of(setting).bad();
  }

  /** Every setting of the registry must have a row. */
  private static Row of(Setting<?> setting) {
    Row row = ROWS.get(setting.name());
    if (row == null) {
      throw new AssertionError("give " + setting.name() + " a row in OtherValues");
    }
    return row;
  }

  /** The names of the table. */
  public static Iterable<String> names() {
    return Map.copyOf(ROWS).keySet();
  }

  private static void row(String name, String other, String bad) {
    if (Registry.installed().setting(name).isEmpty()) {
      throw new AssertionError("no setting is called " + name);
    }
    ROWS.put(name, new Row(other, bad));
  }
}

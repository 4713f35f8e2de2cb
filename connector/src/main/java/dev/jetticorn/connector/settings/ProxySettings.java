package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.never;
import static dev.jetticorn.connector.settings.model.RefusedSetting.notYet;

import dev.jetticorn.connector.settings.model.Section;

/** What is believed of a proxy in front of the server. */
final class ProxySettings {
  static final Section SECTION =
      Section.titled("Proxies")
          .refuse(
              notYet("forwarded_allow_ips", "Names the proxies that are trusted.")
                  .gunicornDefault("127.0.0.1,::1"),
              notYet("secure_scheme_headers", "Names headers that mean HTTPS.")
                  .gunicornDefault("X-Forwarded-Proto: https and two more"),
              notYet("forwarder_headers", "Names headers that a trusted proxy may send.")
                  .gunicornDefault("SCRIPT_NAME,PATH_INFO"),
              notYet("proxy_protocol", "Reads the PROXY protocol.").gunicornDefault("off"),
              notYet("proxy_allow_ips", "Names the peers that may speak the PROXY protocol.")
                  .flags("--proxy-allow-from")
                  .gunicornDefault("127.0.0.1,::1"),
              notYet("redirect_https", "Redirects from HTTP to HTTPS.").ours(),
              never("protocol", "`http` is the only protocol", "leave it out")
                  .gunicornDefault("http"),
              never("uwsgi_allow_ips", "the uWSGI protocol is not spoken", "leave it out")
                  .flags("--uwsgi-allow-from")
                  .gunicornDefault("127.0.0.1,::1"));

  private ProxySettings() {}
}

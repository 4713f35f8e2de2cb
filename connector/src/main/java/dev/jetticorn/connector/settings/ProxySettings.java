package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.never;
import static dev.jetticorn.connector.settings.model.RefusedSetting.notYet;
import static dev.jetticorn.connector.settings.model.Setting.defaultFrom;

import dev.jetticorn.connector.settings.AddressRange.Network;
import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.function.UnaryOperator;

/** What is believed of a proxy in front of the server. */
public final class ProxySettings {
  static final Section SECTION =
      Section.titled("Proxies")
          .refuse(
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

  private static final TrustedPeers LOOPBACK =
      TrustedPeers.of(
          new Network(IpAddress.of(new byte[] {127, 0, 0, 1}), 32),
          new Network(
              IpAddress.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 128));

  public static final Setting<TrustedPeers> FORWARDED_ALLOW_IPS =
      SECTION.setting(
          "forwarded_allow_ips",
          new TrustedPeersType(),
          LOOPBACK,
          """
          The proxies that are trusted, by the address from which they connect.

          They alone may speak HTTP/2 without TLS. `*` trusts everyone: only where nobody but the
          proxy can reach the server. Who connects by a unix socket is always trusted.
          When the environment has FORWARDED_ALLOW_IPS, that is the default.
          """,
          defaultFrom("FORWARDED_ALLOW_IPS", UnaryOperator.identity()));

  private ProxySettings() {}
}

package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.never;
import static dev.jetticorn.connector.settings.model.Setting.defaultFrom;
import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.Setting.notInGunicorn;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.choice;
import static dev.jetticorn.connector.settings.model.ValueType.listOf;
import static dev.jetticorn.connector.settings.model.ValueType.optional;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is believed of a proxy in front of the server. */
public final class ProxySettings {
  static final Section SECTION =
      Section.titled("Proxies")
          .refuse(
              never("protocol", "`http` is the only protocol", "leave it out")
                  .gunicornDefault("http"),
              never("uwsgi_allow_ips", "the uWSGI protocol is not spoken", "leave it out")
                  .flags("--uwsgi-allow-from")
                  .gunicornDefault("127.0.0.1,::1"));

  public static final Setting<TrustedPeers> FORWARDED_ALLOW_IPS =
      SECTION.setting(
          "forwarded_allow_ips",
          new TrustedPeersType(),
          TrustedPeers.LOOPBACK,
          """
          The proxies that are trusted, by the address from which they connect.

          They alone may speak HTTP/2 without TLS (`http2_cleartext`), and are believed what they say
          of the client (`secure_scheme_headers`, `forwarder_headers`). `*` trusts everyone: only where nobody but the
          proxy can reach the server. Who connects by a unix socket is always trusted.
          When the environment has FORWARDED_ALLOW_IPS, that is the default.
          """,
          defaultFrom("FORWARDED_ALLOW_IPS", UnaryOperator.identity()));

  public static final Setting<Optional<List<SchemeHeader>>> SECURE_SCHEME_HEADERS =
      SECTION.setting(
          "secure_scheme_headers",
          optional(listOf(new SchemeHeaderType())),
          Optional.of(
              List.of(
                  new SchemeHeader("X-Forwarded-Protocol", "ssl"),
                  new SchemeHeader("X-Forwarded-Proto", "https"),
                  new SchemeHeader("X-Forwarded-Ssl", "on"))),
          """
          The header fields by which a proxy says that the client came by HTTPS.

          They are believed of the peers in `forwarded_allow_ips` alone, and should be what your
          proxy sets on every request. With another value than this one they mean HTTP. A request in
          which they contradict each other gets 400.
          """);

  public static final Setting<Optional<List<ForwarderHeader>>> FORWARDER_HEADERS =
      SECTION.setting(
          "forwarder_headers",
          optional(listOf(choice(forwarderWords()))),
          Optional.empty(),
          """
          The header fields by which a proxy says who the client is and what it asked for.

          They are believed of the peers in `forwarded_allow_ips` alone. Name only what your proxy
          sets on every request: what it does not set, it may hand on from a client. In a list of
          addresses, those of trusted proxies are passed over from the right. With X-Forwarded-Prefix,
          which is what gunicorn has SCRIPT_NAME for, the context path that the application sees begins
          with what the proxy took off the path. A field that cannot be read gets 400.
          """,
          gunicornDefault("SCRIPT_NAME,PATH_INFO"));

  public static final Setting<ProxyProtocol> PROXY_PROTOCOL =
      SECTION.setting(
          "proxy_protocol",
          choice(proxyProtocolWords()),
          ProxyProtocol.OFF,
          """
          The version of the PROXY protocol in which a proxy says for whom it connects.

          Each connection of a peer in `proxy_allow_ips` must then begin with such a header, before
          TLS where there is TLS; one that does not is closed. To the server it then is a connection
          of the client, which is what `forwarded_allow_ips` is asked about. Everybody else is served
          as with `off`.
          """);

  public static final Setting<TrustedPeers> PROXY_ALLOW_IPS =
      SECTION.setting(
          "proxy_allow_ips",
          new TrustedPeersType(),
          TrustedPeers.LOOPBACK,
          """
          The peers that must speak the PROXY protocol, by the address from which they connect.

          Who connects by a unix socket is one of them.
          """,
          flags("--proxy-allow-from"));

  public static final Setting<Boolean> REDIRECT_HTTPS =
      SECTION.setting(
          "redirect_https",
          bool(),
          false,
          """
          Answer 308 to whoever did not come by HTTPS, with the same address by HTTPS.

          Its port is that of the first listener with TLS; without one it is 443, for a proxy that
          ends TLS. That proxy must be in `forwarded_allow_ips` and say that the client came by
          HTTPS (`secure_scheme_headers`), or nobody is ever served.
          """,
          notInGunicorn());

  private ProxySettings() {}

  private static Map<ProxyProtocol, List<String>> proxyProtocolWords() {
    var words = new EnumMap<ProxyProtocol, List<String>>(ProxyProtocol.class);
    words.put(ProxyProtocol.OFF, List.of("off", "false"));
    words.put(ProxyProtocol.V1, List.of("v1"));
    words.put(ProxyProtocol.V2, List.of("v2"));
    words.put(ProxyProtocol.AUTO, List.of("auto", "true"));
    return words;
  }

  private static Map<ForwarderHeader, List<String>> forwarderWords() {
    var words = new EnumMap<ForwarderHeader, List<String>>(ForwarderHeader.class);
    for (ForwarderHeader header : ForwarderHeader.values()) {
      words.put(header, List.of(header.fieldName()));
    }
    return words;
  }
}

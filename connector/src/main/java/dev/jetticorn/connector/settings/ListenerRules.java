package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_CLEARTEXT;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_MAX_HEADER_LIST_SIZE;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP_PROTOCOLS;
import static dev.jetticorn.connector.settings.SocketSettings.BIND;
import static dev.jetticorn.connector.settings.TlsSettings.CA_CERTS;
import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.TlsSettings.CERT_REQS;
import static dev.jetticorn.connector.settings.TlsSettings.CIPHERS;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;
import static dev.jetticorn.connector.settings.TlsSettings.SNI;
import static dev.jetticorn.connector.settings.TlsSettings.SSL_VERSION;

import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold between addresses, protocols and certificates. */
final class ListenerRules {
  private static final String NAME_A_CERTIFICATE =
      "set `certfile` and `keyfile`; for development, `certfile = self-signed`";

  private ListenerRules() {}

  static List<Rule> errors() {
    return List.of(
        new Rule(List.of(BIND), ListenerRules::addressesDiffer),
        new Rule(List.of(HTTP_PROTOCOLS), ListenerRules::protocolsDiffer),
        new Rule(List.of(BIND, CERTFILE), ListenerRules::httpsHasACertificate),
        new Rule(
            List.of(HTTP_PROTOCOLS, HTTP2_CLEARTEXT, BIND, CERTFILE), ListenerRules::http2HasTls),
        new Rule(List.of(KEYFILE, CERTFILE), ListenerRules::keyHasACertificate),
        new Rule(List.of(CERT_REQS, CA_CERTS), ListenerRules::clientsHaveAuthorities));
  }

  static List<Rule> warnings() {
    return List.of(
        new Rule(List.of(HTTP2_MAX_HEADER_LIST_SIZE), ListenerRules::headersAreLimited),
        new Rule(List.of(BIND, CERTFILE), ListenerRules::tlsIsUsed),
        new Rule(List.of(HTTP2_CLEARTEXT, BIND, CERTFILE), ListenerRules::clearTextIsUsed));
  }

  private static List<Objection> addressesDiffer(Settings settings) {
    var objections = new ArrayList<Objection>();
    var seen = new HashSet<String>();
    for (ListenAddress address : settings.get(BIND)) {
      String place = address.withoutScheme().toString();
      boolean anyPort = !address.host().isEmpty() && address.port() == 0;
      if (!anyPort && !seen.add(address.absolute().toString())) {
        objections.add(
            new Objection(BIND, "address `" + place + "` is bound twice", "the same address again")
                .pointingAt(place));
      }
    }
    return objections;
  }

  private static List<Objection> protocolsDiffer(Settings settings) {
    List<HttpProtocol> protocols = settings.get(HTTP_PROTOCOLS).orElse(List.of());
    if (protocols.size() == new HashSet<>(protocols).size()) {
      return List.of();
    }
    return List.of(
        new Objection(HTTP_PROTOCOLS, "a protocol is named twice", "the order is the preference"));
  }

  private static List<Objection> httpsHasACertificate(Settings settings) {
    if (settings.get(CERTFILE).isPresent()) {
      return List.of();
    }
    return settings.get(BIND).stream()
        .filter(address -> address.speaksTls(false))
        .map(
            address ->
                new Objection(BIND, "`" + address + "` needs a certificate", "speaks TLS")
                    .pointingAt(address.toString())
                    .note("`certfile` is not set")
                    .help(NAME_A_CERTIFICATE))
        .toList();
  }

  private static List<Objection> http2HasTls(Settings settings) {
    boolean http2 = settings.get(HTTP_PROTOCOLS).orElse(List.of()).contains(HttpProtocol.H2);
    if (!http2 || speaksTls(settings) || settings.get(HTTP2_CLEARTEXT) != Http2ClearText.OFF) {
      return List.of();
    }
    return List.of(
        new Objection(
                HTTP_PROTOCOLS,
                "HTTP/2 needs TLS, and no listener speaks TLS",
                "is chosen during the TLS handshake")
            .pointingAt("h2")
            .note("the client and the server agree on HTTP/2 by ALPN, a part of that handshake")
            .help(NAME_A_CERTIFICATE)
            .help("or leave `http_protocols` out, which means HTTP/1.1 without TLS")
            .help(
                "or, behind a proxy that speaks HTTP/2 without TLS, set"
                    + " `http2_cleartext = prior-knowledge`"));
  }

  private static List<Objection> keyHasACertificate(Settings settings) {
    Optional<CertificateFile> certificate = settings.get(CERTFILE);
    boolean selfSigned =
        certificate.filter(CertificateFile.SelfSigned.class::isInstance).isPresent();
    if (settings.get(KEYFILE).isEmpty() || (certificate.isPresent() && !selfSigned)) {
      return List.of();
    }
    return List.of(
        selfSigned
            ? new Objection(
                    KEYFILE,
                    "`keyfile` does not go with `certfile = self-signed`",
                    "a self-signed certificate brings its own key")
                .help("leave `keyfile` out, or name the certificate that belongs to it")
            : new Objection(KEYFILE, "`keyfile` needs `certfile`", "the key of which certificate?")
                .help("name the certificate with `certfile`"));
  }

  private static List<Objection> clientsHaveAuthorities(Settings settings) {
    if (settings.get(CERT_REQS) == CertificateRequirement.NONE
        || settings.get(CA_CERTS).isPresent()) {
      return List.of();
    }
    return List.of(
        new Objection(
                CERT_REQS,
                "client certificates are asked for, but nobody is trusted to sign them",
                "needs `ca_certs`")
            .help("name the file with the authorities with `ca_certs`"));
  }

  private static List<Objection> headersAreLimited(Settings settings) {
    if (settings.get(HTTP2_MAX_HEADER_LIST_SIZE) != 0) {
      return List.of();
    }
    return List.of(
        new Objection(
            HTTP2_MAX_HEADER_LIST_SIZE,
            "the header fields of an HTTP/2 request are not limited, and can fill the memory",
            "means no limit"));
  }

  private static List<Objection> tlsIsUsed(Settings settings) {
    if (speaksTls(settings)) {
      return List.of();
    }
    return Stream.<Setting<?>>of(
            CERTFILE, KEYFILE_PASSWORD, CA_CERTS, CERT_REQS, SSL_VERSION, CIPHERS, SNI)
        .filter(settings::isSet)
        .map(
            setting ->
                new Objection(
                    setting,
                    "`" + setting.name() + "` has no effect, because no listener speaks TLS",
                    "is not used"))
        .toList();
  }

  private static List<Objection> clearTextIsUsed(Settings settings) {
    boolean byDefault = settings.get(CERTFILE).isPresent();
    if (settings.get(HTTP2_CLEARTEXT) == Http2ClearText.OFF
        || !settings.get(BIND).stream().allMatch(address -> address.speaksTls(byDefault))) {
      return List.of();
    }
    return List.of(
        new Objection(
            HTTP2_CLEARTEXT,
            "`http2_cleartext` has no effect, because every listener speaks TLS",
            "is not used"));
  }

  private static boolean speaksTls(Settings settings) {
    boolean byDefault = settings.get(CERTFILE).isPresent();
    return settings.get(BIND).stream().anyMatch(address -> address.speaksTls(byDefault));
  }
}

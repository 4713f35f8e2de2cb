package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.Setting.notInGunicorn;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.choice;
import static dev.jetticorn.connector.settings.model.ValueType.optional;
import static dev.jetticorn.connector.settings.model.ValueType.path;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Certificates and what is spoken with them. */
public final class TlsSettings {
  static final Section SECTION = Section.titled("TLS");

  public static final Setting<Optional<CertificateFile>> CERTFILE =
      SECTION.setting(
          "certfile",
          optional(new CertificateFileType()),
          Optional.empty(),
          """
          The file with the server's certificate and its chain: PEM, or PKCS#12 (`.p12`, `.pfx`).

          The server's own certificate comes first. A PEM file may hold the key as well, and a
          PKCS#12 file must; `keyfile_password` opens it. The file is read again when it changes,
          and so are `keyfile` and `ca_certs`. The word `self-signed` makes a certificate for
          localhost at each start, for development.
          """);

  public static final Setting<Optional<Path>> KEYFILE =
      SECTION.setting(
          "keyfile",
          optional(path()),
          Optional.empty(),
          """
          The PEM file with the key that belongs to `certfile`, unless that holds it.

          RSA, RSA-PSS, Ed25519, Ed448, and EC on P-256, P-384 and P-521; as PKCS#8, PKCS#1 or
          SEC 1, encrypted or not.
          """);

  public static final Setting<Optional<Secret>> KEYFILE_PASSWORD =
      SECTION.setting(
          "keyfile_password",
          optional(new SecretType()),
          Optional.empty(),
          """
          The password of an encrypted key.

          It is never printed. JETTICORN_KEYFILE_PASSWORD keeps it off the command line, where
          every user of the machine can read it.
          """,
          notInGunicorn());

  public static final Setting<Optional<Path>> CA_CERTS =
      SECTION.setting(
          "ca_certs",
          optional(path()),
          Optional.empty(),
          """
          The PEM file with the authorities whose client certificates are trusted.
          """);

  public static final Setting<CertificateRequirement> CERT_REQS =
      SECTION.setting(
          "cert_reqs",
          choice(requirementWords()),
          CertificateRequirement.NONE,
          """
          Whether a client shows a certificate: 0 no, 1 if it has one, 2 always.
          """);

  public static final Setting<TlsVersion> SSL_VERSION =
      SECTION.setting(
          "ssl_version",
          choice(versionWords()),
          TlsVersion.TLS_1_2,
          """
          The oldest version of TLS that is spoken.
          """,
          gunicornDefault("the newest that both sides know"));

  public static final Setting<Optional<List<String>>> CIPHERS =
      SECTION.setting(
          "ciphers",
          optional(new CipherListType()),
          Optional.empty(),
          """
          The cipher suites to offer, in the names of OpenSSL or of Java.

          Separated by commas or colons, the preferred one first. Without a suite of TLS 1.3 among
          them, all of that version are offered too, as OpenSSL does. A suite that Jetty holds for
          weak is offered when it is named, with a warning. The list language of OpenSSL, like
          `HIGH:!aNULL`, is refused.
          """);

  public static final Setting<Optional<Path>> SNI =
      SECTION.setting(
          "sni",
          optional(path()),
          Optional.empty(),
          """
          A directory with more certificates, each for the clients that ask for its names.

          Read are `NAME.crt` with `NAME.key`, `NAME.pem` with both in it, and directories that have
          `fullchain.pem` and `privkey.pem` (as certbot's `live` does), or `tls.crt` and `tls.key`.
          Everybody else is shown `certfile`. New, changed and removed files are noticed.
          """,
          notInGunicorn());

  public static final Setting<Boolean> SUPPRESS_RAGGED_EOFS =
      SECTION.setting(
          "suppress_ragged_eofs",
          bool(),
          true,
          """
          Changes nothing: a connection that ends without TLS's close_notify is never an error.
          """);

  public static final Setting<Boolean> DO_HANDSHAKE_ON_CONNECT =
      SECTION.setting(
          "do_handshake_on_connect",
          bool(),
          false,
          """
          Changes nothing: the handshake begins when the client's first bytes come.
          """);

  private TlsSettings() {}

  private static Map<CertificateRequirement, List<String>> requirementWords() {
    var words = new EnumMap<CertificateRequirement, List<String>>(CertificateRequirement.class);
    words.put(CertificateRequirement.NONE, List.of("0", "none"));
    words.put(CertificateRequirement.OPTIONAL, List.of("1", "optional"));
    words.put(CertificateRequirement.REQUIRED, List.of("2", "required"));
    return words;
  }

  private static Map<TlsVersion, List<String>> versionWords() {
    var words = new EnumMap<TlsVersion, List<String>>(TlsVersion.class);
    words.put(TlsVersion.TLS_1_2, List.of("TLSv1_2", "TLSv1.2"));
    words.put(TlsVersion.TLS_1_3, List.of("TLSv1_3", "TLSv1.3"));
    return words;
  }
}

package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;

import dev.jetticorn.connector.settings.CertificateFile;
import dev.jetticorn.connector.settings.Secret;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the server's certificate and its key from the files that the settings name. */
final class ServerCertificateReader {
  /** Java refuses shorter ones by default, and so does every browser. */
  private static final int SHORTEST_RSA_BITS = 1024;

  private final SettingFile certfile;
  private final Optional<SettingFile> keyfile;
  private final Optional<Secret> password;

  private ServerCertificateReader(
      SettingFile certfile, Optional<SettingFile> keyfile, Optional<Secret> password) {
    this.certfile = certfile;
    this.keyfile = keyfile;
    this.password = password;
  }

  /** Reads or makes the certificate; it fits its key and is valid at {@code now}. */
  static ServerCertificate read(Settings settings, Instant now) {
    CertificateFile source =
        settings
            .get(CERTFILE)
            .orElseThrow(() -> new IllegalArgumentException("TLS without " + CERTFILE));
    if (source instanceof CertificateFile.Pem pem) {
      return read(
          new SettingFile(CERTFILE, pem.path()),
          settings.get(KEYFILE).map(path -> new SettingFile(KEYFILE, path)),
          settings.get(KEYFILE_PASSWORD),
          now);
    }
    return DevelopmentCertificate.create(now);
  }

  /** Reads a certificate and its key, which may be in the same file. */
  static ServerCertificate read(
      SettingFile certfile, Optional<SettingFile> keyfile, Optional<Secret> password, Instant now) {
    var reader = new ServerCertificateReader(certfile, keyfile, password);
    ServerCertificate certificate = reader.read();
    reader.requireStrength(certificate.own());
    reader.requireValidity(certificate.own(), now);
    return certificate;
  }

  private ServerCertificate read() {
    byte[] bytes = certfile.bytes();
    Optional<BinaryForm> binary = BinaryForm.of(bytes);
    if (binary.isEmpty()) {
      PemFile pem = PemParser.parse(certfile, bytes);
      requireCertificate(pem);
      // The key first: why it cannot be used says more than a certificate that cannot be read.
      PrivateKey key = key(pem);
      return assembled(pem.certificates(), key);
    }
    if (binary.get() != BinaryForm.PKCS12) {
      throw binary.get().insteadOfPem(certfile);
    }
    if (keyfile.isPresent()) {
      throw keyfile
          .get()
          .problem("%s is not needed", certfile + " is a PKCS#12 file, which has a key of its own")
          .help("remove `" + KEYFILE + "`");
    }
    Pkcs12File file = Pkcs12File.read(certfile, bytes, password);
    if (file.certificates().isEmpty()) {
      throw certfile.problem("%s holds no certificate", "holds only a private key");
    }
    return assembled(file.certificates(), file.key());
  }

  private void requireCertificate(PemFile pem) {
    if (pem.holds(PemBlock.Kind.CERTIFICATE)) {
      return;
    }
    UnusableSettingException problem =
        certfile.problem("%s holds no certificate", "holds " + pem.contents());
    if (pem.holds(PemBlock.Kind.CERTIFICATE_REQUEST)) {
      throw problem.help("use the certificate that the authority made from the request");
    }
    if (pem.holds(PemBlock.Kind.PKCS7)) {
      throw problem.help(
          "convert it: `openssl pkcs7 -print_certs -in "
              + certfile.path()
              + " -out "
              + certfile.path()
              + ".pem`");
    }
    throw problem;
  }

  private PrivateKey key(PemFile pem) {
    if (keyfile.isPresent()) {
      return PemFile.read(keyfile.get()).privateKey(password);
    }
    if (!pem.holds(PemBlock.Kind.PRIVATE_KEY)) {
      throw certfile
          .problem("%s holds no private key", "holds " + pem.contents())
          .help("name the file with the key in `" + KEYFILE + "`");
    }
    return pem.privateKey(password);
  }

  private ServerCertificate assembled(List<X509Certificate> certificates, PrivateKey key) {
    X509Certificate own =
        certificates.stream()
            .filter(certificate -> KeyPairProof.holds(key, certificate.getPublicKey()))
            // Of an old and a renewed certificate for the same key, the renewed one.
            .max(Comparator.comparing(X509Certificate::getNotAfter))
            .orElseThrow(() -> otherKey(certificates.get(0), key));
    return new ServerCertificate(key, CertificateChain.from(own, certificates));
  }

  private UnusableSettingException otherKey(X509Certificate certificate, PrivateKey key) {
    SettingFile holder = keyfile.orElse(certfile);
    return new UnusableSettingException(
            holder.setting(),
            "the private key in " + holder + " does not fit the certificate in " + certfile,
            "the key of another certificate")
        .note(
            "the certificate is for "
                + CertificateSummary.of(certificate)
                + ", with "
                + words(certificate.getPublicKey())
                + "; the private key is "
                + words(key));
  }

  private void requireStrength(X509Certificate certificate) {
    if (certificate.getPublicKey() instanceof RSAKey rsa
        && rsa.getModulus().bitLength() < SHORTEST_RSA_BITS) {
      throw certfile
          .problem(
              "the key of the certificate in %s is too short", words(certificate.getPublicKey()))
          .note("clients refuse RSA keys of less than " + SHORTEST_RSA_BITS + " bits")
          .help("get a certificate for a key of 2048 bits or more");
    }
  }

  private void requireValidity(X509Certificate certificate, Instant now) {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    String validity =
        "valid from " + begin + " to " + end + "; it is " + now.truncatedTo(ChronoUnit.SECONDS);
    if (now.isAfter(end)) {
      throw certfile
          .problem("the certificate in %s has expired", "expired at " + end)
          .note(validity);
    }
    if (now.isBefore(begin)) {
      throw certfile
          .problem("the certificate in %s is not valid yet", "valid from " + begin + " on")
          .note(validity)
          .help("is the clock of this machine right?");
    }
  }

  private static String words(Key key) {
    if (key instanceof RSAKey rsa) {
      return "an RSA key of " + rsa.getModulus().bitLength() + " bits";
    }
    if (key instanceof ECKey ec) {
      return "an EC key of " + ec.getParams().getOrder().bitLength() + " bits";
    }
    return "an " + key.getAlgorithm() + " key";
  }
}

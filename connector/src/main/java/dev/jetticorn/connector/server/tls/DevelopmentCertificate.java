package dev.jetticorn.connector.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Makes a certificate for localhost in memory, which only a client that checks nothing accepts. */
final class DevelopmentCertificate {
  private static final X500Principal LOCALHOST = new X500Principal("CN=localhost");

  /** Longer than the time from which on an expiry is announced, shorter than anybody relies on. */
  private static final Duration LIFETIME = Duration.ofDays(90);

  /** A client whose clock is late, such as that of a virtual machine, must not refuse it. */
  private static final Duration BEFORE_NOW = Duration.ofHours(1);

  private DevelopmentCertificate() {}

  static ServerCertificate create(Instant now) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair key = keys.generateKeyPair();
      TbsCertificate certificate =
          new TbsCertificate(
              LOCALHOST,
              key.getPublic(),
              now.minus(BEFORE_NOW),
              now.plus(LIFETIME),
              List.of(forLocalhost(), endEntity(), forSignatures(), forServers()));
      return new ServerCertificate(
          key.getPrivate(), List.of(certificate.signedBy(LOCALHOST, key.getPrivate())));
    } catch (GeneralSecurityException e) {
      // Every JDK has P-256 and ECDSA, so this is a JDK that somebody has cut down.
      throw new IllegalStateException("this Java cannot make an EC certificate", e);
    }
  }

  private static byte[] forLocalhost() {
    byte[] ipv6 = new byte[16];
    ipv6[15] = 1;
    return TbsCertificate.subjectAlternativeNames(
        List.of(
            TbsCertificate.dnsName("localhost"),
            TbsCertificate.ipAddress(new byte[] {127, 0, 0, 1}),
            TbsCertificate.ipAddress(ipv6)));
  }

  private static byte[] endEntity() {
    return TbsCertificate.extension("2.5.29.19", true, DerWriter.sequence());
  }

  private static byte[] forSignatures() {
    byte digitalSignature = (byte) 0x80;
    return TbsCertificate.extension(
        "2.5.29.15", true, DerWriter.bitString(7, new byte[] {digitalSignature}));
  }

  private static byte[] forServers() {
    return TbsCertificate.extension(
        "2.5.29.37", false, DerWriter.sequence(DerWriter.objectIdentifier("1.3.6.1.5.5.7.3.1")));
  }
}

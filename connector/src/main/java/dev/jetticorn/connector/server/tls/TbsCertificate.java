package dev.jetticorn.connector.server.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that is yet to be signed (RFC 5280, section 4.1), because the JDK can read
 * certificates but not write them.
 */
record TbsCertificate(
    X500Principal subject,
    PublicKey key,
    Instant notBefore,
    Instant notAfter,
    List<byte[]> extensions) {
  private static final byte[] ECDSA_WITH_SHA256 =
      DerWriter.sequence(DerWriter.objectIdentifier("1.2.840.10045.4.3.2"));

  /** 159 bits: positive, and short enough for the 20 octets of RFC 5280, section 4.1.2.2. */
  private static final int SERIAL_NUMBER_BITS = 159;

  TbsCertificate {
    extensions = List.copyOf(extensions);
  }

  /** Signs with ECDSA and SHA-256, for an issuer whose key is an EC key. */
  X509Certificate signedBy(X500Principal issuer, PrivateKey issuerKey)
      throws GeneralSecurityException {
    byte[] toBeSigned = encoded(issuer);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(issuerKey);
    signature.update(toBeSigned);
    byte[] certificate =
        DerWriter.sequence(toBeSigned, ECDSA_WITH_SHA256, DerWriter.bitString(0, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private byte[] encoded(X500Principal issuer) {
    byte[] version3 = DerWriter.explicit(0, DerWriter.integer(2));
    BigInteger serialNumber = new BigInteger(SERIAL_NUMBER_BITS, new SecureRandom());
    return DerWriter.sequence(
        version3,
        DerWriter.integer(serialNumber.max(BigInteger.ONE)),
        ECDSA_WITH_SHA256,
        issuer.getEncoded(),
        DerWriter.sequence(DerWriter.time(notBefore), DerWriter.time(notAfter)),
        subject.getEncoded(),
        key.getEncoded(),
        DerWriter.explicit(3, DerWriter.sequence(extensions.toArray(new byte[0][]))));
  }

  static byte[] extension(String objectIdentifier, boolean critical, byte[] value) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(DerWriter.objectIdentifier(objectIdentifier));
    if (critical) {
      parts.add(DerWriter.trueValue());
    }
    parts.add(DerWriter.octetString(value));
    return DerWriter.sequence(parts.toArray(new byte[0][]));
  }

  static byte[] subjectAlternativeNames(List<byte[]> names) {
    return extension("2.5.29.17", false, DerWriter.sequence(names.toArray(new byte[0][])));
  }

  static byte[] dnsName(String name) {
    return DerWriter.value(0x82, name.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] ipAddress(byte[] address) {
    return DerWriter.value(0x87, address);
  }
}

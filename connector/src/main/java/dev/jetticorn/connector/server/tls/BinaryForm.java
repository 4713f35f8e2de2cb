package dev.jetticorn.connector.server.tls;

import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** What a file is that is not PEM. */
enum BinaryForm {
  PKCS12("a PKCS#12 file", "openssl pkcs12 -in %s -out %s.pem"),
  CERTIFICATE("a certificate in DER form", "openssl x509 -inform DER -in %s -out %s.pem"),
  PRIVATE_KEY("a private key in DER form", "openssl pkey -inform DER -in %s -out %s.pem"),
  PKCS7("a PKCS#7 bundle in DER form", "openssl pkcs7 -inform DER -print_certs -in %s -out %s.pem"),
  JAVA_KEY_STORE(
      "a Java key store",
      "keytool -importkeystore -srckeystore %s -destkeystore %s.p12 -deststoretype PKCS12");

  private static final int JKS_MAGIC = 0xFEEDFEED;
  private static final int JCEKS_MAGIC = 0xCECECECE;
  private static final int PFX_VERSION = 3;

  private final String description;
  private final String conversion;

  BinaryForm(String description, String conversion) {
    this.description = description;
    this.conversion = conversion;
  }

  /** The form that the first bytes of a file show, whatever the file is called. */
  static Optional<BinaryForm> of(byte[] bytes) {
    if (bytes.length < Integer.BYTES) {
      return Optional.empty();
    }
    int magic = ByteBuffer.wrap(bytes).getInt();
    if (magic == JKS_MAGIC || magic == JCEKS_MAGIC) {
      return Optional.of(JAVA_KEY_STORE);
    }
    try {
      DerReader content = content(bytes);
      if (content.nextIs(DerReader.INTEGER)) {
        return Optional.of(content.integer() == PFX_VERSION ? PKCS12 : PRIVATE_KEY);
      }
      if (content.nextIs(DerReader.OBJECT_IDENTIFIER)) {
        return Optional.of(PKCS7);
      }
      boolean encryptedKey =
          content.enter(DerReader.SEQUENCE).nextIs(DerReader.OBJECT_IDENTIFIER)
              && content.nextIs(DerReader.OCTET_STRING);
      return Optional.of(encryptedKey ? PRIVATE_KEY : CERTIFICATE);
    } catch (DerException e) {
      return Optional.empty();
    }
  }

  /** What follows the first tag and length, even if the file is cut off. */
  private static DerReader content(byte[] bytes) throws DerException {
    int length = bytes[1] & 0xFF;
    if (length < 0x80) {
      // A text may begin like that; DER is as long as it says.
      return new DerReader(bytes).enter(DerReader.SEQUENCE);
    }
    if (bytes[0] != DerReader.SEQUENCE) {
      throw new DerException("no sequence");
    }
    // 0x80 itself leaves the length open, as BER allows, and PKCS#12 may be BER.
    int header = 2 + (length & 0x7F);
    return new DerReader(Arrays.copyOfRange(bytes, Math.min(header, bytes.length), bytes.length));
  }

  /** The problem that PEM was expected, with the command that makes it. */
  UnusableSettingException insteadOfPem(SettingFile file) {
    return file.problem("%s is not a PEM file", description)
        .help("convert it: `" + conversion.replace("%s", file.path().toString()) + "`");
  }
}

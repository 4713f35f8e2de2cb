package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;

import dev.jetticorn.connector.settings.Secret;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import javax.crypto.BadPaddingException;

/** Reads a private key from its PEM block: PKCS#8, PKCS#1 or SEC1, encrypted or not. */
final class PrivateKeyReader {
  private static final String RSA = "1.2.840.113549.1.1.1";
  private static final String EC = "1.2.840.10045.2.1";

  private final SettingFile file;
  private final Optional<Secret> password;

  PrivateKeyReader(SettingFile file, Optional<Secret> password) {
    this.file = file;
    this.password = password;
  }

  /**
   * Reads the key of a block.
   *
   * @param curve the block that may stand before an EC key and name its curve
   */
  PrivateKey read(PemBlock block, Optional<PemBlock> curve) {
    try {
      return key(block, pkcs8(block, curve));
    } catch (DerException e) {
      throw damaged(block).causedBy(e);
    }
  }

  private byte[] pkcs8(PemBlock block, Optional<PemBlock> curve) throws DerException {
    return switch (block.label()) {
      case "PRIVATE KEY" -> block.content();
      case "ENCRYPTED PRIVATE KEY" -> decrypted(block, KeyEncryption::decryptPkcs8);
      case "RSA PRIVATE KEY" -> wrapped(RSA, DerWriter.nullValue(), legacy(block));
      case "EC PRIVATE KEY" -> {
        byte[] sec1 = legacy(block);
        yield wrapped(EC, curve(sec1, curve), sec1);
      }
      case "DSA PRIVATE KEY" -> throw unsupported("a DSA key");
      default -> throw unsupported("a block `" + block.label() + "`");
    };
  }

  /** What stands in a block that OpenSSL may have encrypted in its own way. */
  private byte[] legacy(PemBlock block) throws DerException {
    Optional<String> encryption = block.header("DEK-Info");
    if (encryption.isEmpty()) {
      return block.content();
    }
    return decrypted(
        block, (content, secret) -> KeyEncryption.decryptLegacy(encryption.get(), content, secret));
  }

  private byte[] decrypted(PemBlock block, Decryption decryption) throws DerException {
    char[] secret =
        password
            .orElseThrow(
                () ->
                    file.problem("the private key in %s is encrypted", "needs a password")
                        .help("set `" + KEYFILE_PASSWORD + "`"))
            .reveal();
    byte[] plain;
    try {
      plain = decryption.decrypt(block.content(), secret);
    } catch (BadPaddingException e) {
      throw wrongPassword().causedBy(e);
    } catch (NoSuchAlgorithmException e) {
      throw file.problem(
              "the private key in %s is encrypted in an unsupported way",
              "encrypted with " + e.getMessage())
          .help(
              "encrypt it with AES: `openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file.path() + "`")
          .causedBy(e);
    } catch (GeneralSecurityException e) {
      throw damaged(block).causedBy(e);
    }
    if (!isSequence(plain)) {
      // A wrong password gives a valid padding once in 256 times, but no key.
      throw wrongPassword();
    }
    return plain;
  }

  private static boolean isSequence(byte[] der) {
    try {
      return new DerReader(der).encoded().length == der.length && der[0] == DerReader.SEQUENCE;
    } catch (DerException e) {
      return false;
    }
  }

  /** A key of an older form as PKCS#8, the one that the JDK reads. */
  private static byte[] wrapped(String algorithm, byte[] parameters, byte[] key) {
    return DerWriter.sequence(
        DerWriter.integer(0),
        DerWriter.sequence(DerWriter.objectIdentifier(algorithm), parameters),
        DerWriter.octetString(key));
  }

  /** The curve stands in the key (RFC 5915, section 3), or else in a block of its own. */
  private byte[] curve(byte[] sec1, Optional<PemBlock> block) throws DerException {
    DerReader key = new DerReader(sec1).enter(DerReader.SEQUENCE);
    key.skip();
    key.skip();
    int parameters = DerReader.explicit(0);
    if (key.nextIs(parameters)) {
      return key.content(parameters);
    }
    return block
        .map(PemBlock::content)
        .orElseThrow(
            () -> file.problem("the private key in %s names no curve", "an EC key without curve"));
  }

  private PrivateKey key(PemBlock block, byte[] pkcs8) throws DerException {
    DerReader info = new DerReader(pkcs8).enter(DerReader.SEQUENCE);
    info.skip();
    String algorithm = keyFactory(info.enter(DerReader.SEQUENCE));
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw damaged(block).causedBy(e);
    }
  }

  private String keyFactory(DerReader identifier) throws DerException {
    String name = identifier.objectIdentifier();
    return switch (name) {
      case RSA -> "RSA";
      case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
      case "1.3.101.112", "1.3.101.113" -> "EdDSA";
      case EC -> {
        requireCurveOfTls(identifier);
        yield "EC";
      }
      case "1.2.840.10040.4.1" -> throw unsupported("a DSA key");
      case "1.3.101.110", "1.3.101.111" -> throw unsupported("a key for key agreement alone");
      default -> throw unsupported("a key of the algorithm " + name);
    };
  }

  private void requireCurveOfTls(DerReader parameters) throws DerException {
    if (!parameters.nextIs(DerReader.OBJECT_IDENTIFIER)) {
      throw unsupported("an EC key that spells its curve out");
    }
    String curve = parameters.objectIdentifier();
    switch (curve) {
      case "1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35" -> {}
      case "1.3.132.0.10" -> throw unsupported("an EC key on the curve secp256k1");
      default -> throw unsupported("an EC key on the curve " + curve);
    }
  }

  private UnusableSettingException unsupported(String what) {
    return file.problem("%s holds a private key that TLS cannot use here", what)
        .note("RSA, Ed25519, Ed448 and EC on the curves P-256, P-384 and P-521 can be used");
  }

  private UnusableSettingException damaged(PemBlock block) {
    return file.problem("%s holds a damaged private key", block + " is no private key");
  }

  private UnusableSettingException wrongPassword() {
    return new UnusableSettingException(
        KEYFILE_PASSWORD,
        "wrong password for the private key in " + file,
        "does not decrypt the key");
  }

  /** Decrypts one kind of block. */
  @FunctionalInterface
  private interface Decryption {
    byte[] decrypt(byte[] content, char[] password) throws DerException, GeneralSecurityException;
  }
}

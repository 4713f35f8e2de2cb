package dev.jetticorn.connector.server.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts private keys. A wrong password shows as {@link BadPaddingException}, or as plain bytes
 * that are no key; what the JDK cannot decrypt as {@link NoSuchAlgorithmException}.
 */
final class KeyEncryption {
  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final String PBKDF2 = "1.2.840.113549.1.5.12";
  private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
  private static final int LEGACY_SALT_BYTES = 8;

  /** Some seconds of work; a damaged file may ask for hours. */
  private static final int MOST_ITERATIONS = 10_000_000;

  private KeyEncryption() {}

  /** Decrypts an {@code EncryptedPrivateKeyInfo} of PKCS#8 (RFC 5958, section 3). */
  static byte[] decryptPkcs8(byte[] encrypted, char[] password)
      throws DerException, GeneralSecurityException {
    DerReader info = new DerReader(encrypted).enter(DerReader.SEQUENCE);
    DerReader algorithm = info.enter(DerReader.SEQUENCE);
    byte[] data = info.content(DerReader.OCTET_STRING);
    if (!algorithm.objectIdentifier().equals(PBES2)) {
      return decryptPbes1(encrypted, data, password);
    }
    return decryptPbes2(algorithm.enter(DerReader.SEQUENCE), data, password);
  }

  /** The JDK reads PBES2 too, but neither AES-192 nor DES-EDE3. */
  private static byte[] decryptPbes2(DerReader parameters, byte[] data, char[] password)
      throws DerException, GeneralSecurityException {
    DerReader derivation = parameters.enter(DerReader.SEQUENCE);
    DerReader scheme = parameters.enter(DerReader.SEQUENCE);
    BlockCipher cipher = BlockCipher.withObjectIdentifier(scheme.objectIdentifier());
    byte[] key = pbkdf2(derivation, cipher, password);
    return cipher.decrypt(data, key, scheme.content(DerReader.OCTET_STRING));
  }

  private static byte[] pbkdf2(DerReader derivation, BlockCipher cipher, char[] password)
      throws DerException, GeneralSecurityException {
    String function = derivation.objectIdentifier();
    if (!function.equals(PBKDF2)) {
      throw new NoSuchAlgorithmException(function.equals(SCRYPT) ? "scrypt" : function);
    }
    DerReader parameters = derivation.enter(DerReader.SEQUENCE);
    byte[] salt = parameters.content(DerReader.OCTET_STRING);
    int iterations = parameters.integer();
    if (parameters.nextIs(DerReader.INTEGER)) {
      // The length of the key, which the cipher says as well.
      parameters.skip();
    }
    String prf =
        parameters.nextIs(DerReader.SEQUENCE)
            ? pseudoRandomFunction(parameters.enter(DerReader.SEQUENCE).objectIdentifier())
            : "HmacSHA1";
    if (salt.length == 0 || iterations <= 0 || iterations > MOST_ITERATIONS) {
      throw new DerException("salt of " + salt.length + " bytes, " + iterations + " iterations");
    }
    return SecretKeyFactory.getInstance("PBKDF2With" + prf)
        .generateSecret(new PBEKeySpec(password, salt, iterations, cipher.keyBytes * 8))
        .getEncoded();
  }

  private static String pseudoRandomFunction(String objectIdentifier)
      throws NoSuchAlgorithmException {
    return switch (objectIdentifier) {
      case "1.2.840.113549.2.7" -> "HmacSHA1";
      case "1.2.840.113549.2.8" -> "HmacSHA224";
      case "1.2.840.113549.2.9" -> "HmacSHA256";
      case "1.2.840.113549.2.10" -> "HmacSHA384";
      case "1.2.840.113549.2.11" -> "HmacSHA512";
      default -> throw new NoSuchAlgorithmException(objectIdentifier);
    };
  }

  /** The schemes from before PBES2, which old versions of OpenSSL wrote. */
  private static byte[] decryptPbes1(byte[] encrypted, byte[] data, char[] password)
      throws DerException, GeneralSecurityException {
    String algorithm;
    AlgorithmParameters parameters;
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
      algorithm = info.getAlgName();
      parameters = info.getAlgParameters();
    } catch (IOException e) {
      throw new DerException("no EncryptedPrivateKeyInfo");
    }
    if (parameters == null) {
      throw new NoSuchAlgorithmException(algorithm);
    }
    SecretKey key;
    try {
      key = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password));
    } catch (InvalidKeySpecException e) {
      throw new NoSuchAlgorithmException(algorithm + " and a password that is not ASCII", e);
    }
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(Cipher.DECRYPT_MODE, key, parameters);
    return cipher.doFinal(data);
  }

  /**
   * Decrypts what OpenSSL encrypted before it knew PKCS#8.
   *
   * @param header the value of {@code DEK-Info}, such as {@code AES-256-CBC,0011...EEFF}
   */
  static byte[] decryptLegacy(String header, byte[] encrypted, char[] password)
      throws DerException, GeneralSecurityException {
    int comma = header.indexOf(',');
    if (comma < 0) {
      throw new DerException("DEK-Info without an initialization vector");
    }
    BlockCipher cipher = BlockCipher.withOpenSslName(header.substring(0, comma).strip());
    byte[] iv;
    try {
      iv = HexFormat.of().parseHex(header.substring(comma + 1).strip());
    } catch (IllegalArgumentException e) {
      throw new DerException("DEK-Info with an initialization vector that is not hexadecimal");
    }
    if (iv.length < LEGACY_SALT_BYTES) {
      throw new DerException("DEK-Info with a short initialization vector");
    }
    byte[] salt = Arrays.copyOf(iv, LEGACY_SALT_BYTES);
    return cipher.decrypt(encrypted, legacyKey(cipher, salt, password), iv);
  }

  /** OpenSSL's EVP_BytesToKey with MD5 and one round, the only form that such files have. */
  private static byte[] legacyKey(BlockCipher cipher, byte[] salt, char[] password)
      throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    ByteBuffer secret = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] key = new byte[0];
    byte[] digest = new byte[0];
    while (key.length < cipher.keyBytes) {
      md5.update(digest);
      md5.update(secret.duplicate());
      digest = md5.digest(salt);
      int filled = key.length;
      key = Arrays.copyOf(key, filled + digest.length);
      System.arraycopy(digest, 0, key, filled, digest.length);
    }
    return Arrays.copyOf(key, cipher.keyBytes);
  }

  /** A cipher that key files are encrypted with. */
  private enum BlockCipher {
    AES_128("AES", 16, "2.16.840.1.101.3.4.1.2", "AES-128-CBC"),
    AES_192("AES", 24, "2.16.840.1.101.3.4.1.22", "AES-192-CBC"),
    AES_256("AES", 32, "2.16.840.1.101.3.4.1.42", "AES-256-CBC"),
    TRIPLE_DES("DESede", 24, "1.2.840.113549.3.7", "DES-EDE3-CBC"),
    DES("DES", 8, "1.3.14.3.2.7", "DES-CBC");

    private final String algorithm;
    private final int keyBytes;
    private final String objectIdentifier;
    private final String openSslName;

    BlockCipher(String algorithm, int keyBytes, String objectIdentifier, String openSslName) {
      this.algorithm = algorithm;
      this.keyBytes = keyBytes;
      this.objectIdentifier = objectIdentifier;
      this.openSslName = openSslName;
    }

    static BlockCipher withObjectIdentifier(String identifier) throws NoSuchAlgorithmException {
      return Arrays.stream(values())
          .filter(cipher -> cipher.objectIdentifier.equals(identifier))
          .findFirst()
          .orElseThrow(() -> new NoSuchAlgorithmException(identifier));
    }

    static BlockCipher withOpenSslName(String name) throws NoSuchAlgorithmException {
      return Arrays.stream(values())
          .filter(cipher -> cipher.openSslName.equals(name))
          .findFirst()
          .orElseThrow(() -> new NoSuchAlgorithmException(name));
    }

    byte[] decrypt(byte[] data, byte[] key, byte[] iv) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm), new IvParameterSpec(iv));
      return cipher.doFinal(data);
    }
  }
}

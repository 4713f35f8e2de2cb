package dev.jetticorn.connector.server.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.x500.X500Principal;

/** Certificates and keys, made on the spot and written as the files that users have. */
public final class TestCertificates {
  private TestCertificates() {}

  public static KeyPair ec() {
    return ec("secp256r1");
  }

  public static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A key of an algorithm that has one size, such as Ed25519, or a sensible default. */
  public static KeyPair key(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static Issued authority(String name) {
    return new Draft(name).authority().selfSigned();
  }

  /** A draft for a server with this name, which the authority or the key itself signs. */
  public static Draft draft(String name) {
    return new Draft(name);
  }

  /** What is to stand in a certificate. */
  public static final class Draft {
    private final X500Principal subject;
    private final List<byte[]> alternativeNames = new ArrayList<>();
    private final List<byte[]> extensions = new ArrayList<>();
    private KeyPair key = ec();
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant to = Instant.now().plus(Duration.ofDays(365));

    Draft(X500Principal subject) {
      this.subject = subject;
    }

    private Draft(String name) {
      this(new X500Principal("CN=" + name));
    }

    public Draft key(KeyPair pair) {
      key = pair;
      return this;
    }

    public Draft valid(Instant first, Instant last) {
      from = first;
      to = last;
      return this;
    }

    public Draft names(String... dnsNames) {
      for (String name : dnsNames) {
        alternativeNames.add(TbsCertificate.dnsName(name));
      }
      return this;
    }

    public Draft address(byte... address) {
      alternativeNames.add(TbsCertificate.ipAddress(address));
      return this;
    }

    public Draft authority() {
      extensions.add(
          TbsCertificate.extension("2.5.29.19", true, DerWriter.sequence(DerWriter.trueValue())));
      return this;
    }

    /** Limits the certificate to a purpose, such as {@code 1.3.6.1.5.5.7.3.2} for clients. */
    public Draft purpose(String objectIdentifier) {
      extensions.add(
          TbsCertificate.extension(
              "2.5.29.37",
              false,
              DerWriter.sequence(DerWriter.objectIdentifier(objectIdentifier))));
      return this;
    }

    public Issued selfSigned() {
      return new Issued(key.getPrivate(), List.of(signed(subject, key.getPrivate())));
    }

    public Issued signedBy(Issued issuer) {
      List<X509Certificate> chain = new ArrayList<>();
      chain.add(signed(issuer.certificate().getSubjectX500Principal(), issuer.key()));
      chain.addAll(issuer.chain());
      return new Issued(key.getPrivate(), chain);
    }

    private X509Certificate signed(X500Principal issuer, PrivateKey issuerKey) {
      List<byte[]> all = new ArrayList<>(extensions);
      if (!alternativeNames.isEmpty()) {
        all.add(TbsCertificate.subjectAlternativeNames(alternativeNames));
      }
      try {
        return new TbsCertificate(subject, key.getPublic(), from, to, all)
            .signedBy(issuer, issuerKey);
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A key with its certificate and those of its issuers. */
  public record Issued(PrivateKey key, List<X509Certificate> chain) {

    public X509Certificate certificate() {
      return chain.get(0);
    }

    public String certificatePem() {
      return pem("CERTIFICATE", encoded(certificate()));
    }

    public String chainPem() {
      return chain.stream()
          .map(certificate -> pem("CERTIFICATE", encoded(certificate)))
          .collect(Collectors.joining());
    }

    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    /** As {@code RSA PRIVATE KEY} (PKCS#1) or {@code EC PRIVATE KEY} (SEC1). */
    public String traditionalKeyPem() {
      try {
        DerReader pkcs8 = new DerReader(key.getEncoded()).enter(DerReader.SEQUENCE);
        pkcs8.skip();
        DerReader algorithm = pkcs8.enter(DerReader.SEQUENCE);
        algorithm.skip();
        byte[] inner = pkcs8.content(DerReader.OCTET_STRING);
        if (key.getAlgorithm().equals("RSA")) {
          return pem("RSA PRIVATE KEY", inner);
        }
        byte[] curve = algorithm.encoded();
        DerReader sec1 = new DerReader(inner).enter(DerReader.SEQUENCE);
        sec1.skip();
        byte[] complete =
            DerWriter.sequence(DerWriter.integer(1), sec1.encoded(), DerWriter.explicit(0, curve));
        return pem("EC PRIVATE KEY", complete);
      } catch (DerException e) {
        throw new AssertionError(e);
      }
    }

    /** As PKCS#8 with PBES2: PBKDF2 with HMAC-SHA256, and AES-256-CBC. */
    public String encryptedKeyPem(String password) {
      byte[] salt = random();
      byte[] iv = random();
      try {
        byte[] secret =
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 2048, 256))
                .getEncoded();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, "AES"), new IvParameterSpec(iv));
        byte[] derivation =
            DerWriter.sequence(
                DerWriter.octetString(salt),
                DerWriter.integer(2048),
                algorithm("1.2.840.113549.2.9", DerWriter.nullValue()));
        byte[] scheme =
            DerWriter.sequence(
                algorithm("1.2.840.113549.1.5.12", derivation),
                algorithm("2.16.840.1.101.3.4.1.42", DerWriter.octetString(iv)));
        return pem(
            "ENCRYPTED PRIVATE KEY",
            DerWriter.sequence(
                algorithm("1.2.840.113549.1.5.13", scheme),
                DerWriter.octetString(cipher.doFinal(key.getEncoded()))));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    private static byte[] algorithm(String objectIdentifier, byte[] parameters) {
      return DerWriter.sequence(DerWriter.objectIdentifier(objectIdentifier), parameters);
    }

    private static byte[] random() {
      byte[] bytes = new byte[16];
      new SecureRandom().nextBytes(bytes);
      return bytes;
    }

    public byte[] pkcs12(String password) {
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
            "server", key, password.toCharArray(), chain.toArray(new X509Certificate[0]));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password.toCharArray());
        return out.toByteArray();
      } catch (GeneralSecurityException | IOException e) {
        throw new AssertionError(e);
      }
    }

    /** Writes {@code cert.pem} and {@code key.pem} into a directory. */
    public void write(Path directory) {
      try {
        Files.writeString(directory.resolve("cert.pem"), chainPem());
        Files.writeString(directory.resolve("key.pem"), keyPem());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  public static String pem(String label, byte[] content) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}

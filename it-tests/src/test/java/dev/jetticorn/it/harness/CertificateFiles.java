package dev.jetticorn.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;

/**
 * A certificate for localhost and its key, made by openssl in a directory of the test.
 *
 * @param certificate the PEM file of the certificate
 * @param key the PEM file of its key
 */
public record CertificateFiles(Path certificate, Path key) {
  private static final String NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1";

  /** A pair with an elliptic key, which is the quickest to make. */
  public static CertificateFiles in(Path directory) throws InterruptedException {
    return in(directory, "server");
  }

  /** A pair with file names of its own. */
  public static CertificateFiles in(Path directory, String name) throws InterruptedException {
    CertificateFiles files =
        new CertificateFiles(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
    Tool.OPENSSL
        .run(
            directory,
            ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90"
                    + " -subj /CN=localhost -addext "
                    + NAMES
                    + " -keyout "
                    + name
                    + ".key -out "
                    + name
                    + ".crt")
                .split(" "))
        .succeeded();
    return files;
  }

  /** A pair that was valid in January 2024. */
  public static CertificateFiles expiredIn(Path directory) throws Exception {
    CertificateFiles files = in(directory, "expired");
    Files.writeString(
        directory.resolve("ca.conf"),
        """
        [ca]
        default_ca = past
        [past]
        database = index.txt
        serial = serial.txt
        new_certs_dir = .
        default_md = sha256
        policy = any
        copy_extensions = copy
        [any]
        commonName = supplied
        """);
    Files.writeString(directory.resolve("index.txt"), "");
    String request = "req -new -key expired.key -subj /CN=localhost -addext %s -out expired.csr";
    Tool.OPENSSL.run(directory, request.formatted(NAMES).split(" ")).succeeded();
    Tool.OPENSSL
        .run(
            directory,
            ("ca -batch -selfsign -config ca.conf -create_serial -notext"
                    + " -startdate 20240101000000Z -enddate 20240201000000Z"
                    + " -keyfile expired.key -in expired.csr -out expired.crt")
                .split(" "))
        .succeeded();
    return files;
  }

  /** The SHA-256 of the public key, by which a browser can be told to trust it. */
  public String keyHash() throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(certificate)) {
      byte[] key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(pem)
              .getPublicKey()
              .getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }
  }

  /** The settings that name this pair, as lines of a properties file. */
  public String settings() {
    return "certfile = %s%nkeyfile = %s%n".formatted(certificate, key);
  }
}

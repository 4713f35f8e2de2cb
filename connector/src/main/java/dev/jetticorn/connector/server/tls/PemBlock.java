package dev.jetticorn.connector.server.tls;

import java.util.Map;
import java.util.Optional;

/** One block of a PEM file, between its BEGIN and its END line (RFC 7468). */
final class PemBlock {
  private final String label;
  private final int line;
  private final Map<String, String> headers;
  private final byte[] content;

  /**
   * Takes the block apart from its file.
   *
   * @param label what the BEGIN line says, such as {@code RSA PRIVATE KEY}
   * @param line the number of the BEGIN line, counted from 1
   * @param headers the lines before the Base64 text, such as {@code Proc-Type: 4,ENCRYPTED}
   */
  PemBlock(String label, int line, Map<String, String> headers, byte[] content) {
    this.label = label;
    this.line = line;
    this.headers = Map.copyOf(headers);
    this.content = content.clone();
  }

  String label() {
    return label;
  }

  int line() {
    return line;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  byte[] content() {
    return content.clone();
  }

  Kind kind() {
    return switch (label) {
      case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" -> Kind.CERTIFICATE;
      case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" -> Kind.CERTIFICATE_REQUEST;
      case "PUBLIC KEY", "RSA PUBLIC KEY" -> Kind.PUBLIC_KEY;
      case "EC PARAMETERS" -> Kind.CURVE;
      case "PKCS7", "CMS" -> Kind.PKCS7;
      default -> label.endsWith("PRIVATE KEY") ? Kind.PRIVATE_KEY : Kind.OTHER;
    };
  }

  /** The block in the words of a message. */
  @Override
  public String toString() {
    return "block `" + label + "` in line " + line;
  }

  /** What a block is good for; its text is for messages. */
  enum Kind {
    CERTIFICATE("a certificate"),
    PRIVATE_KEY("a private key"),
    CERTIFICATE_REQUEST("a certificate request"),
    PUBLIC_KEY("a public key"),
    CURVE("the name of an elliptic curve"),
    PKCS7("a PKCS#7 bundle"),
    OTHER("something else");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}

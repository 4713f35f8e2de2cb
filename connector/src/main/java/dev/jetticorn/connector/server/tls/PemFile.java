package dev.jetticorn.connector.server.tls;

import dev.jetticorn.connector.settings.Secret;
import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The certificates and keys of a PEM file, in any order and in any form that OpenSSL writes. */
record PemFile(SettingFile file, List<PemBlock> blocks) {

  PemFile {
    blocks = List.copyOf(blocks);
  }

  static PemFile read(SettingFile file) {
    byte[] bytes = file.bytes();
    Optional<BinaryForm> binary = BinaryForm.of(bytes);
    if (binary.isPresent()) {
      throw binary.get().insteadOfPem(file);
    }
    return PemParser.parse(file, bytes);
  }

  boolean holds(PemBlock.Kind kind) {
    return blocks.stream().anyMatch(block -> block.kind() == kind);
  }

  /** What the file holds, in the words of a message: {@code only a certificate request}. */
  String contents() {
    return blocks.isEmpty()
        ? "no PEM block"
        : blocks.stream()
            .map(block -> block.kind().toString())
            .distinct()
            .collect(Collectors.joining(" and ", "only ", ""));
  }

  /** Every certificate of the file, in its order, each once. */
  List<X509Certificate> certificates() {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    for (PemBlock block : blocks) {
      if (block.kind() == PemBlock.Kind.CERTIFICATE) {
        certificates.add(certificate(block));
      }
    }
    return List.copyOf(certificates);
  }

  private X509Certificate certificate(PemBlock block) {
    try {
      // What OpenSSL appends to a TRUSTED CERTIFICATE stays unread.
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.content()));
    } catch (CertificateException e) {
      throw file.problem("%s holds a certificate that Java cannot read", "in its " + block)
          .causedBy(e);
    }
  }

  /** The one private key of the file. */
  PrivateKey privateKey(Optional<Secret> password) {
    List<PemBlock> keys =
        blocks.stream().filter(block -> block.kind() == PemBlock.Kind.PRIVATE_KEY).toList();
    if (keys.isEmpty()) {
      throw file.problem("%s holds no private key", "holds " + contents());
    }
    if (keys.size() > 1) {
      throw file.problem("%s holds " + keys.size() + " private keys", "one key is expected")
          .note(
              keys.stream()
                  .map(key -> Integer.toString(key.line()))
                  .collect(Collectors.joining(", ", "the keys begin in lines ", "")));
    }
    Optional<PemBlock> curve =
        blocks.stream().filter(block -> block.kind() == PemBlock.Kind.CURVE).findFirst();
    return new PrivateKeyReader(file, password).read(keys.get(0), curve);
  }
}

package dev.jetticorn.connector.server.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/** Proves that two keys are the halves of one pair: what one signs, the other must verify. */
final class KeyPairProof {
  private static final byte[] MESSAGE = "certificate and key".getBytes(StandardCharsets.US_ASCII);
  private static final PSSParameterSpec PSS_WITH_SHA256 =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private KeyPairProof() {}

  static boolean holds(PrivateKey privateKey, PublicKey publicKey) {
    if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    try {
      Signature signing = signature(privateKey);
      signing.initSign(privateKey);
      signing.update(MESSAGE);
      byte[] signed = signing.sign();
      Signature verifying = signature(privateKey);
      verifying.initVerify(publicKey);
      verifying.update(MESSAGE);
      return verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      // Keys on different curves, or of different lengths, fail before there is a result.
      return false;
    }
  }

  private static Signature signature(PrivateKey key) throws GeneralSecurityException {
    return switch (key.getAlgorithm()) {
      case "RSA" -> Signature.getInstance("SHA256withRSA");
      case "EC" -> Signature.getInstance("SHA256withECDSA");
      case "RSASSA-PSS" -> {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(pssParameters(key));
        yield signature;
      }
      default -> Signature.getInstance(key.getAlgorithm());
    };
  }

  /** A key may be bound to one set of parameters. */
  private static AlgorithmParameterSpec pssParameters(PrivateKey key) {
    return Optional.of(key)
        .filter(RSAKey.class::isInstance)
        .map(rsa -> ((RSAKey) rsa).getParams())
        .orElse(PSS_WITH_SHA256);
  }
}

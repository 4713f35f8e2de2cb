package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.NearestName;
import dev.jetticorn.connector.settings.model.ScalarType;
import dev.jetticorn.connector.settings.model.ValueType;
import java.nio.file.Path;
import java.util.List;

/** A path, or the word {@code self-signed}. */
final class CertificateFileType extends ScalarType<CertificateFile> {
  private static final String SELF_SIGNED = "self-signed";

  private final ValueType<Path> path = ValueType.path();

  @Override
  protected CertificateFile parseBare(String text) throws BadValue {
    if (isAlmostSelfSigned(text)) {
      throw BadValue.all(text, "not quite the word").help("did you mean `" + SELF_SIGNED + "`?");
    }
    return text.equals(SELF_SIGNED)
        ? new CertificateFile.SelfSigned()
        : new CertificateFile.Pem(path.parse(text));
  }

  /** A file that is called {@code self_signed} still has its name as {@code ./self_signed}. */
  private static boolean isAlmostSelfSigned(String text) {
    return !text.equals(SELF_SIGNED)
        && !text.contains("/")
        && !text.contains(".")
        && NearestName.to(text, List.of(SELF_SIGNED)).isPresent();
  }

  @Override
  protected String printBare(CertificateFile value) {
    return value instanceof CertificateFile.Pem pem ? pem.path().toString() : SELF_SIGNED;
  }

  @Override
  public CertificateFile startingAt(Path base, CertificateFile value) {
    return value instanceof CertificateFile.Pem pem
        ? new CertificateFile.Pem(base.resolve(pem.path()))
        : value;
  }

  @Override
  public String allowed() {
    return path.allowed() + " or " + SELF_SIGNED;
  }

  @Override
  public String placeholder() {
    return path.placeholder() + "|" + SELF_SIGNED;
  }
}

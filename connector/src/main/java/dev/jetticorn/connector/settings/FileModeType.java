package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The permissions of a file as an octal number: {@code 0600}, or {@code 0o600} as in Python. */
final class FileModeType extends ScalarType<Set<PosixFilePermission>> {
  /** In the order of their bits, the highest first. */
  private static final List<PosixFilePermission> BITS = List.of(PosixFilePermission.values());

  /** 0600. */
  static final Set<PosixFilePermission> OWNER = of(0600);

  private static final Pattern OCTAL = Pattern.compile("0o?([0-7]{3})");

  @Override
  protected Set<PosixFilePermission> parseBare(String text) throws BadValue {
    Matcher octal = OCTAL.matcher(text);
    if (octal.matches()) {
      return of(Integer.parseInt(octal.group(1), 8));
    }
    BadValue bad = BadValue.all(text, "not an octal number of three digits after a 0");
    throw text.matches("[0-7]{3}") ? bad.help("did you mean `0" + text + "`?") : bad;
  }

  private static Set<PosixFilePermission> of(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    int bit = 0400;
    for (PosixFilePermission permission : BITS) {
      if ((mode & bit) != 0) {
        permissions.add(permission);
      }
      bit >>= 1;
    }
    return Collections.unmodifiableSet(permissions);
  }

  @Override
  protected String printBare(Set<PosixFilePermission> value) {
    int mode = 0;
    int bit = 0400;
    for (PosixFilePermission permission : BITS) {
      mode |= value.contains(permission) ? bit : 0;
      bit >>= 1;
    }
    return String.format("%04o", mode);
  }

  @Override
  public boolean isOctal() {
    return true;
  }

  @Override
  public String allowed() {
    return "permissions from 0000 to 0777";
  }

  @Override
  public String placeholder() {
    return "MODE";
  }
}

package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CIPHERS;

import dev.jetticorn.connector.settings.model.NearestName;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Finds the cipher suites that the settings name. */
final class CipherSuites {
  /** A word of OpenSSL's cipher list language; a name has hyphens or underscores inside. */
  private static final Pattern EXPRESSION = Pattern.compile("-.*|.*[!+@=].*|[^_-]*");

  private CipherSuites() {}

  /**
   * The suites to offer, in their names in Java and in the order of the settings; empty when the
   * settings leave the choice to Jetty.
   *
   * <p>When none of them is for TLS 1.3, all of that version are offered too, as with OpenSSL.
   */
  static List<String> from(Settings settings) {
    Optional<List<String>> names = settings.get(CIPHERS);
    if (names.isEmpty()) {
      return List.of();
    }
    List<String> supported = supported();
    CipherNames known = new CipherNames(supported);
    Set<String> suites = new LinkedHashSet<>();
    for (String name : names.get()) {
      suites.add(known.suite(name).orElseThrow(() -> unknown(name, known)));
    }
    if (suites.stream().noneMatch(CipherNames::isOfTls13)) {
      supported.stream().filter(CipherNames::isOfTls13).forEach(suites::add);
    }
    return List.copyOf(suites);
  }

  private static UnusableSettingException unknown(String name, CipherNames known) {
    if (EXPRESSION.matcher(name).matches()) {
      return new UnusableSettingException(
              CIPHERS,
              "cipher expression `" + name + "` is not supported",
              "not the name of a cipher suite")
          .pointingAt(name)
          .note("every cipher suite is listed by its name, such as ECDHE-RSA-AES128-GCM-SHA256")
          .help("`openssl ciphers` prints the names that an expression stands for");
    }
    UnusableSettingException problem =
        new UnusableSettingException(
                CIPHERS,
                "unknown cipher suite `" + name + "`",
                "this Java offers no cipher suite of this name")
            .pointingAt(name);
    return NearestName.to(name, known.all())
        .map(nearest -> problem.help("did you mean `" + nearest + "`?"))
        .orElse(problem);
  }

  /** What to warn of when suites match the patterns of those that Jetty holds for weak. */
  static List<String> weak(List<String> suites, String... patterns) {
    List<String> weak =
        suites.stream().filter(suite -> Arrays.stream(patterns).anyMatch(suite::matches)).toList();
    return weak.isEmpty()
        ? List.of()
        : List.of(CIPHERS + " offers suites that are weak: " + String.join(", ", weak));
  }

  static List<String> supported() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // No trust managers: otherwise Java would load all the authorities that it trusts.
      context.init(null, new TrustManager[0], null);
      return Arrays.stream(context.getSupportedSSLParameters().getCipherSuites())
          .filter(suite -> !suite.endsWith("_SCSV"))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }
}

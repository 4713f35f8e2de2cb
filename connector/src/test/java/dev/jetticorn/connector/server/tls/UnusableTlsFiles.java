package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.connector.server.tls.TestCertificates.Issued;
import dev.jetticorn.connector.settings.load.Problem;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Settings of TLS that name files which cannot be used, and what is said of them. */
abstract class UnusableTlsFiles {
  static Issued authority;

  static Issued server;

  static Issued other;

  static Issued rsa;

  @TempDir Path directory;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.authority("Test CA");
    server = TestCertificates.draft("example.org").names("example.org").signedBy(authority);
    other = TestCertificates.draft("other.example").names("other.example").signedBy(authority);
    rsa =
        TestCertificates.draft("rsa.example")
            .names("rsa.example")
            .key(TestCertificates.rsa(2048))
            .signedBy(authority);
  }

  void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes settings as a user writes them, with the paths inside the directory of the test. */
  Refusal refused(String... lines) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split(" = ", 2);
      boolean isPath = parts[0].matches("certfile|keyfile|ca_certs");
      values.put(parts[0], isPath ? directory.resolve(parts[1]).toString() : parts[1]);
    }
    Settings settings = SettingsLoader.from(values);
    UnusableSettingException problem = problem(settings);
    return new Refusal(problem, Problem.of(problem.objection(), settings).toString(), directory);
  }

  static UnusableSettingException problem(Settings settings) {
    return catchThrowableOfType(
        UnusableSettingException.class, () -> TlsContextFactory.from(settings));
  }

  record Refusal(UnusableSettingException exception, String text, Path directory) {

    Refusal at(Setting<?> setting) {
      assertThat(exception.objection().setting()).isEqualTo(setting);
      return this;
    }

    Refusal because(String headline, String label) {
      assertThat(shortened(exception.objection().headline())).isEqualTo(headline);
      assertThat(shortened(exception.objection().label())).isEqualTo(label);
      return this;
    }

    Refusal advising(String help) {
      assertThat(exception.objection().helps()).map(this::shortened).containsExactly(help);
      return this;
    }

    void keeping(String secret) {
      assertThat(text).doesNotContain(secret);
      StringWriter trace = new StringWriter();
      exception.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).doesNotContain(secret);
    }

    private String shortened(String text) {
      return text.replace(directory + "/", "");
    }
  }
}

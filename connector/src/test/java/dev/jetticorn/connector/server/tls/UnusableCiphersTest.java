package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CIPHERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.connector.settings.load.Problem;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnusableCiphersTest {

  @Test
  void anUnknownNameIsRefusedWithTheNearest() {
    assertThat(problem("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES265-GCM-SHA384"))
        .isEqualTo(
            """
            error: unknown cipher suite `ECDHE-RSA-AES265-GCM-SHA384`
             --> settings given by the program
              |
              | ciphers = ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES265-GCM-SHA384
              |                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ \
            this Java offers no cipher suite of this name
              = help: did you mean `ECDHE-RSA-AES256-GCM-SHA384`?""");
  }

  @Test
  void aSuiteThatJavaDoesNotHaveIsRefused() {
    assertThat(problem("DHE-RSA-CAMELLIA256-SHA256"))
        .startsWith("error: unknown cipher suite `DHE-RSA-CAMELLIA256-SHA256`");
  }

  @Test
  void theRenegotiationSignalIsNoCipherSuite() {
    assertThat(problem("TLS_EMPTY_RENEGOTIATION_INFO_SCSV"))
        .startsWith("error: unknown cipher suite `TLS_EMPTY_RENEGOTIATION_INFO_SCSV`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HIGH",
        "!aNULL",
        "ECDHE+AESGCM",
        "-AES128-SHA",
        "@SECLEVEL=2",
        "AES256",
        "TLSv1.2"
      })
  void anExpressionOfOpensslIsRefused(String expression) {
    assertThat(problem("ECDHE-RSA-AES128-GCM-SHA256:" + expression))
        .startsWith("error: cipher expression `" + expression + "` is not supported\n")
        .contains(" not the name of a cipher suite\n")
        .contains("= help: `openssl ciphers` prints the names that an expression stands for");
  }

  private static String problem(String ciphers) {
    Settings settings = SettingsLoader.from(Map.of("certfile", "self-signed", "ciphers", ciphers));
    UnusableSettingException problem =
        catchThrowableOfType(
            UnusableSettingException.class, () -> TlsContextFactory.from(settings));
    assertThat(problem.objection().setting()).isEqualTo(CIPHERS);
    return Problem.of(problem.objection(), settings).toString();
  }
}

package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jetticorn.connector.settings.TlsSettings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.nio.file.Path;

/** Whatever a PEM file holds, it is blocks or a problem that names the setting. */
final class PemParserFuzzTest {
  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void isBlocksOrAProblem(byte[] bytes) {
    try {
      var file = new SettingFile(TlsSettings.CERTFILE, Path.of("server.pem"));
      int marks = (bytes.length + 1) / "-----BEGIN A-----".length();
      assertThat(PemParser.parse(file, bytes).blocks().size()).isLessThanOrEqualTo(marks);
    } catch (UnusableSettingException e) {
      assertThat(e).hasMessageContaining("server.pem");
    }
  }
}

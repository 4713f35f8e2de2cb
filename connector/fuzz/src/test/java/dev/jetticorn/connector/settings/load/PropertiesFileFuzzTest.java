package dev.jetticorn.connector.settings.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;

/** Whatever a settings file holds, each of its lines is at most one assignment or problem. */
final class PropertiesFileFuzzTest {
  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void holdsNoMoreThanItsLines(byte[] bytes) {
    String text = new String(bytes, UTF_8);

    Assignments read = PropertiesFile.parse(Path.of("server.properties"), text);

    assertThat(read.assignments().size()).isLessThanOrEqualTo(PropertiesFile.lines(text).length);
    assertThat(read.problems()).allSatisfy(problem -> assertThat(problem.toString()).isNotEmpty());
  }
}

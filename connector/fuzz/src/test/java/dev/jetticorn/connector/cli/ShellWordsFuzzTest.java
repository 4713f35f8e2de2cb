package dev.jetticorn.connector.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever stands in the environment, it splits into words that quotation marks give again. */
final class ShellWordsFuzzTest {
  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void wordsComeBackWhenQuoted(byte[] line) {
    ShellWords.split(new String(line, UTF_8)).ifPresent(this::comeBack);
  }

  private void comeBack(List<String> words) {
    String quoted =
        words.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").collect(joining(" "));

    assertThat(ShellWords.split(quoted)).contains(words);
  }
}

package dev.jetticorn.connector.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLineTest {
  @Test
  void isAnObject() {
    StringBuilder line = new StringBuilder();

    new JsonLine(line).put("a", "b").put("none", null).put("n", 7).putSeconds("s", 1_234_567).end();

    assertThat(line).hasToString("{\"a\":\"b\",\"n\":7,\"s\":0.001234}");
  }

  @Test
  void escapesWhatEndsATextOrALine() {
    assertThat(escaped("\"\\\n\r\t\u0000\u001b\u007f\u0085\u2028"))
        .isEqualTo("\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u007f\\u0085\\u2028");
  }

  @Test
  void keepsCharactersOfTwoHalvesAndReplacesHalvesThatAreAlone() {
    assertThat(escaped("\ud83d\ude00")).isEqualTo("\\ud83d\\ude00");
    assertThat(escaped("\ud83d")).isEqualTo("\\ufffd");
    assertThat(escaped("\ude00\ud83d!")).isEqualTo("\\ufffd\\ufffd!");
  }

  @Test
  void isPrintableAsciiWhateverTheTextIs() {
    StringBuilder everything = new StringBuilder();
    for (int c = 0; c <= 0xFFFF; c++) {
      everything.append((char) c);
    }

    // RFC 8259, 7: an escape, or anything but a quotation mark and a reverse solidus.
    assertThat(escaped(everything.toString()))
        .matches("(?:[ !#-\\[\\]-~]|\\\\[\"\\\\nrt]|\\\\u[0-9a-f]{4})*+");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000Z",
    "1795456247123, 2026-11-23T17:50:47.123Z",
    "-1, 1969-12-31T23:59:59.999Z",
  })
  void printsTimes(long millis, String text) {
    assertThat(JsonTime.at(millis)).isEqualTo(text);
  }

  private static String escaped(String text) {
    StringBuilder line = new StringBuilder();
    new JsonLine(line).put("t", text).end();
    return line.substring("{\"t\":\"".length(), line.length() - "\"}".length());
  }
}

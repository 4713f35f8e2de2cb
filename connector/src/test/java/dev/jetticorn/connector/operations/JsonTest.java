package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.operations.Json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsWhatItPrints() throws Exception {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a \"quoted\"\n\\ t\u00e9xt \ud83d\ude00\u0000");
    value.put("number", -12L);
    value.put("list", List.of(true, false, 0.5, List.of(), Map.of()));

    String printed = Json.print(value);

    assertThat(printed).matches("[ -~]+");
    assertThat(Json.parse(printed)).isEqualTo(value);
  }

  @Test
  void readsEverySpellingOfTheRfc() throws Exception {
    assertThat(Json.parse(" { \"a\" : [ 1e2 , -0.5E+1,null ]\t}\r\n"))
        .isEqualTo(Map.of("a", List.of(100.0, -5.0, "")));
    assertThat(Json.parse("\"\\u00e9\\/\\b\\f\\n\\r\\t\"")).isEqualTo("\u00e9/\b\f\n\r\t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{'a':1}",
        "[1,]",
        "[1 2]",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "tru",
        "nul",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "1e999",
        "--1",
        "NaN",
        "1 1",
        "{\"a\":1}{",
        "\"a\tb\"",
        "{\"a\":1,\"a\":2}"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void doesNotFollowValuesThatAreTooDeep() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("too many values in one another");
  }
}

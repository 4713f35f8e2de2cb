package dev.jetticorn.samples.http2.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
  @Test
  void writesEveryKindOfValue() {
    JsonObject object =
        JsonObject.EMPTY
            .with("text", "a")
            .with("number", -7)
            .with("truth", true)
            .withNull("nothing")
            .with("list", List.of("a", "b\"c"))
            .with("inner", JsonObject.EMPTY.with("deep", JsonObject.EMPTY.with("x", 1)));

    assertThat(object)
        .hasToString(
            """
            {
              "text": "a",
              "number": -7,
              "truth": true,
              "nothing": null,
              "list": ["a", "b\\"c"],
              "inner": {
                "deep": {
                  "x": 1
                }
              }
            }""");
  }

  @Test
  void writesAnEmptyObject() {
    assertThat(JsonObject.EMPTY.with("inner", JsonObject.EMPTY))
        .hasToString("{\n  \"inner\": {}\n}");
  }

  @Test
  void escapesWhatAStringMayNotContain() {
    JsonObject object = JsonObject.EMPTY.with("\"\\\n\r\t\b\u0000\u001f", "</p>");

    assertThat(object).hasToString("{\n  \"\\\"\\\\\\n\\r\\t\\u0008\\u0000\\u001f\": \"</p>\"\n}");
  }

  @Test
  void leavesALineFeedInsideAnInnerStringAlone() {
    JsonObject object = JsonObject.EMPTY.with("inner", JsonObject.EMPTY.with("text", "a\nb"));

    assertThat(object).hasToString("{\n  \"inner\": {\n    \"text\": \"a\\nb\"\n  }\n}");
  }

  @Test
  void escapesHalfACharacterAndKeepsAWholeOne() {
    JsonObject object = JsonObject.EMPTY.with("text", "\ud83d\ude80 \ud83d \ude80 \u00e4");

    assertThat(object).hasToString("{\n  \"text\": \"\ud83d\ude80 \\ud83d \\ude80 \u00e4\"\n}");
  }

  @Test
  void keepsItsOwnMembersWhenAnotherIsMadeFromIt() {
    JsonObject one = JsonObject.EMPTY.with("a", 1);

    JsonObject two = one.with("b", 2);

    assertThat(one).hasToString("{\n  \"a\": 1\n}");
    assertThat(two).hasToString("{\n  \"a\": 1,\n  \"b\": 2\n}");
  }
}

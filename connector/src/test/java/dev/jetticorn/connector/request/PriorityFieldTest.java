package dev.jetticorn.connector.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.bridge.RequestUrgency;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9218, 4 and RFC 8941, 3.2. */
class PriorityFieldTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "''                                                    | 3 | false",
        "u=0                                                   | 0 | false",
        "u=7, i                                                | 7 | true",
        "i,u=1                                                 | 1 | true",
        "' u=1 ,\ti'                                           | 1 | true",
        "u=1, i=?0                                             | 1 | false",
        "i=?1                                                  | 3 | true",
        "u=8                                                   | 3 | false",
        "u=-1                                                  | 3 | false",
        "u=-0                                                  | 0 | false",
        "u=999999999999999                                     | 3 | false",
        "u=1.0                                                 | 3 | false",
        "u                                                     | 3 | false",
        "u=?1, i=1                                             | 3 | false",
        "u=2, u=5                                              | 5 | false",
        "u=2, u=9                                              | 3 | false",
        "u=4;x=1;y, i;z=\"a\\\"b\\\\\"                         | 4 | true",
        "x=(1 \"two\" three;p=?0 :Zm91cg==: 5.25), *y=*t/o:k, u=6 | 6 | false",
        "x=(  ), u=6                                           | 6 | false",
        "a_-.*1=tok~!#$%, u=6                                  | 6 | false",
      })
  void reads(String text, int urgency, boolean incremental) {
    assertThat(PriorityField.parse(text)).contains(new RequestUrgency(urgency, incremental));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u=",
        "u=1,",
        "u=1 i",
        ",u=1",
        "U=1",
        "=1",
        "u=1, i=?2",
        "u=1, i=?",
        "u=1;",
        "u=1;X",
        "u=-",
        "u=1.",
        "u=1.2345",
        "u=1234567890123456",
        "u=1, x=1234567890123.0",
        "u=1, x=\"",
        "u=1, x=\"a\\b\"",
        "u=1, x=\"\u00e4\"",
        "u=1, x=:a!:",
        "u=1, x=:",
        "u=1, x=(1",
        "u=1, x=(1,2)",
        "u=1, x=(1\"2\")",
        "u=1, x=@1659578233",
        "u=\u0000",
        "u=1\u0000",
        "u=\u0661",
      })
  void findsNothingInWhatIsNoDictionary(String text) {
    assertThat(PriorityField.parse(text)).isEmpty();
  }

  @Test
  void joinsSeveralFields() {
    HttpFields fields = HttpFields.build().add("Priority", "u=1").add("priority", "i");

    assertThat(PriorityField.of(fields)).isEqualTo(new RequestUrgency(1, true));
  }

  @Test
  void isTheDefaultWithoutAFieldOrWithABrokenOne() {
    assertThat(PriorityField.of(HttpFields.EMPTY)).isEqualTo(RequestUrgency.DEFAULT);
    assertThat(PriorityField.of(HttpFields.build().add("Priority", "u=1,")))
        .isEqualTo(RequestUrgency.DEFAULT);
  }
}

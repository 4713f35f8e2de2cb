package dev.jetticorn.connector.settings.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.settings.model.Excerpt;
import dev.jetticorn.connector.settings.model.Origin;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesFileTest {
  private static final Path FILE = Path.of("server.properties");

  @Test
  void readsWhatPropertiesReads() {
    // A fixed seed, so that a failure can be repeated.
    var random = new Random(20_261_122);
    String[] pieces = {
      "a", "b", "key", " ", "\t", "\f", "=", ":", "#", "!", "\\", "\\\\", "\n", "\r\n", "\r",
      "\\\n", "\\ ", "\\t", "\\n", "\\u0041", "\\=", "\\:", "'", "\"", "\u00e9", "\\#", "1"
    };
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(25); length > 0; length--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      // Properties makes an empty name of a lone backslash at the very end; nobody means that.
      compareWithProperties(text.append("\nlast = 1\n").toString());
    }
  }

  /** Ours leaves out white space at the end of a value; otherwise both must agree. */
  private static void compareWithProperties(String text) {
    var expected = new Properties();
    try {
      expected.load(new StringReader(text));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    Map<String, String> actual = new HashMap<>();
    for (Assignment assignment : PropertiesFile.parse(FILE, text).assignments()) {
      actual.put(assignment.name(), assignment.text());
    }
    assertThat(actual.keySet()).as("names in <%s>", text).isEqualTo(expected.keySet());
    actual.forEach(
        (name, value) -> {
          String whole = expected.getProperty(name);
          assertThat(whole).as("%s in <%s>", name, text).startsWith(value);
          assertThat(whole.substring(value.length())).as("%s in <%s>", name, text).isBlank();
        });
  }

  @Test
  void leavesOutWhiteSpaceAtTheEndUnlessItIsEscaped() {
    var read = PropertiesFile.parse(FILE, "a = b \t\nc = d\\ \n").assignments();

    assertThat(read.get(0).text()).isEqualTo("b");
    assertThat(read.get(1).text()).isEqualTo("d ");
  }

  @Test
  void pointsIntoTheLineOnWhichAPartOfTheValueStands() {
    Assignment read =
        PropertiesFile.parse(FILE, "# comment\nbind = one,\\\n       \\u0074wo,\\\n  three\n")
            .assignments()
            .get(0);

    assertThat(read.text()).isEqualTo("one,two,three");
    assertThat(read.source().value(4, 7)).isEqualTo(line(3, "       \\u0074wo,\\", 7, 15));
    assertThat(read.source().value(8, 13)).isEqualTo(line(4, "  three", 2, 7));
    assertThat(read.source().value(0, 13)).isEqualTo(line(2, "bind = one,\\", 7, 12));
  }

  @Test
  void pointsBehindTheSignWhenTheValueIsMissing() {
    Assignment read = PropertiesFile.parse(FILE, "workers =  \n").assignments().get(0);

    assertThat(read.source().value(0, 0)).isEqualTo(line(1, "workers =  ", 11, 11));
  }

  @Test
  void reportsAMalformedEscape() {
    Assignments read = PropertiesFile.parse(FILE, "war = C:\\users\\app.war\n");

    assertThat(read.problems())
        .singleElement()
        .hasToString(
            """
            error: malformed escape in `server.properties`
             --> server.properties:1
              |
            1 | war = C:\\users\\app.war
              |         ^^^^^^ four hexadecimal digits must follow \\u
              = help: a backslash itself is written twice""");
  }

  @Test
  void doesNotShowAPasswordWithAMalformedEscape() {
    Assignments read = PropertiesFile.parse(FILE, "keyfile_password = hunter\\u2\n");

    assertThat(read.problems().toString())
        .doesNotContain("hunter")
        .contains("--> server.properties:1");
  }

  private static Origin line(int number, String text, int start, int end) {
    return new Origin.FileLine(FILE, number, java.util.Optional.of(new Excerpt(text, start, end)));
  }
}

package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the command is answered at once: neither Jetty nor a log is loaded for it. */
class QuestionsIT {
  @TempDir Path directory;

  @Test
  void anAnswerLoadsNoClassOfTheServer() throws Exception {
    for (List<String> question :
        List.of(
            List.of("--help"),
            List.of("--help", "bind"),
            List.of("--version"),
            List.of("--print-config"),
            List.of("--workers", "none"))) {
      String loaded =
          Connector.in(directory)
              .jvm("-Xlog:class+load:stdout")
              .with(question.toArray())
              .run()
              .out();

      assertThat(loaded).as("%s", question).contains("dev.jetticorn.connector.settings.");
      assertThat(loaded.lines())
          .as("%s", question)
          .noneMatch(line -> line.contains("org.eclipse.jetty."))
          .noneMatch(line -> line.contains("org.slf4j."))
          .noneMatch(line -> line.contains("ch.qos.logback."));
    }
  }
}

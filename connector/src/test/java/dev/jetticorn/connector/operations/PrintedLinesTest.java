package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintedLinesTest {
  private final List<String> lines = new ArrayList<>();
  private final PrintStream stream =
      new PrintStream(new PrintedLines(lines::add), true, StandardCharsets.UTF_8);

  @Test
  void areWhatIsPrinted() {
    stream.println("one");
    stream.print("t");
    stream.print("w\u00f6\n\r\n");
    stream.printf("%s\r\nfour\nfive", "three");

    assertThat(lines).containsExactly("one", "tw\u00f6", "", "three", "four");
    stream.close();
    assertThat(lines).endsWith("five").hasSize(6);
  }

  @Test
  void endSomewhere() {
    stream.print("x".repeat(PrintedLines.LONGEST + 1));
    stream.close();

    assertThat(lines).extracting(String::length).containsExactly(PrintedLines.LONGEST, 1);
  }
}

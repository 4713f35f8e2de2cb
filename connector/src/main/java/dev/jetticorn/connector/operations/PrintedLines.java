package dev.jetticorn.connector.operations;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Hands on what is printed line by line. Belongs to a {@link java.io.PrintStream}, which lets one
 * thread at a time write.
 */
final class PrintedLines extends OutputStream {
  /** Whoever prints more without a line end gets one here. */
  static final int LONGEST = 64 * 1024;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

  PrintedLines(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void write(int b) {
    if (b == '\n') {
      end();
      return;
    }
    line.write(b);
    if (line.size() == LONGEST) {
      end();
    }
  }

  /** Hands on the rest, which has no line end. */
  @Override
  public void close() {
    if (line.size() > 0) {
      end();
    }
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}

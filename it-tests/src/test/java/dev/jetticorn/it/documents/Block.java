package dev.jetticorn.it.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fenced block of a document.
 *
 * @param document the name of the document
 * @param line the line on which its fence opens, numbered from 1
 * @param language the word behind the fence
 * @param text what stands in it
 * @param section the line of the heading above it
 * @param notRun why the document says that the tests leave it alone
 */
record Block(
    String document, int line, String language, String text, int section, Optional<String> notRun) {
  /** A paragraph of its own, so that the reader sees it too. */
  private static final String NOT_RUN = "*Not run by the tests: ";

  /** The blocks of a document, in their order. */
  static List<Block> of(Path root, Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    int section = 0;
    Optional<String> notRun = Optional.empty();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        int begin = i;
        do {
          i++;
        } while (!lines.get(i).equals("```"));
        blocks.add(
            new Block(
                root.relativize(file).toString(),
                begin + 1,
                line.substring(3).strip(),
                String.join("\n", lines.subList(begin + 1, i)) + "\n",
                section,
                notRun));
        notRun = Optional.empty();
      } else if (line.startsWith("#")) {
        section = i + 1;
      } else if (line.startsWith(NOT_RUN)) {
        notRun = Optional.of(line.substring(NOT_RUN.length()).replaceAll("[.]?[*]$", ""));
      } else if (!line.isBlank()) {
        notRun = Optional.empty();
      }
    }
    return blocks;
  }

  /** Where it is, as an editor understands it. */
  String place() {
    return document + ":" + line;
  }

  @Override
  public String toString() {
    return place() + " (" + language + ")\n" + text;
  }
}

package dev.jetticorn.connector.cli;

import dev.jetticorn.connector.settings.load.Assignments;
import dev.jetticorn.connector.settings.model.Origin;
import dev.jetticorn.connector.settings.model.Registry;
import java.util.List;
import java.util.Optional;

/**
 * What the words of the command line ask for.
 *
 * @param request what to do
 * @param topic the setting that help is wanted for, or the file to convert
 * @param assignments what the words say about settings
 */
public record CommandLine(Request request, Optional<String> topic, Assignments assignments) {

  /** What to do. */
  public enum Request {
    HELP,
    VERSION,
    CONVERT,
    RUN
  }

  /** Reads the words of the command line. */
  public static CommandLine parse(List<String> words, Registry registry) {
    var parser = new WordParser(registry, words, Origin.Argument::new);
    Assignments assignments = parser.parse();
    return new CommandLine(parser.request(), parser.topic(), assignments);
  }

  /** Reads the words that {@code JETTICORN_CMD_ARGS} holds, split as a shell splits them. */
  public static Assignments parseVariable(String text, Registry registry) {
    Optional<List<String>> words = ShellWords.split(text);
    return words
        .map(list -> new WordParser(registry, list, Origin.VariableArgument::new).parseVariable())
        .orElseGet(() -> new Assignments(List.of(), List.of(ShellWords.unclosed())));
  }
}

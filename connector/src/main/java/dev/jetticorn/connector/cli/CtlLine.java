package dev.jetticorn.connector.cli;

import dev.jetticorn.connector.settings.load.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code ctl show stats --json} asks for.
 *
 * @param socket the path of the server's socket, if it is said
 * @param flags those that say which configuration the server has, as on its own command line
 * @param json whether the answer is for a program
 * @param command what the server is told, e.g. {@code show stats}; empty for nothing
 * @param problems flags that say something else
 */
public record CtlLine(
    Optional<String> socket,
    List<String> flags,
    boolean json,
    String command,
    List<Problem> problems) {
  /** The first word of a command line like this one. */
  public static final String WORD = "ctl";

  private static final String SOCKET = "--control-socket";
  private static final Set<String> CONFIGURATION = Set.of("--config", "-c");

  private static final String COMMANDS =
      "`show stats`, `show connections`, `show config`, `reload` or `shutdown`";

  public CtlLine {
    flags = List.copyOf(flags);
    problems = List.copyOf(problems);
  }

  /** Reads the words behind {@code ctl}. */
  public static CtlLine parse(List<String> words) {
    Optional<String> socket = Optional.empty();
    List<String> flags = new ArrayList<>();
    List<String> command = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    boolean json = false;
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      String flag = word.replaceFirst("=.*", "");
      boolean isAttached = flag.length() < word.length();
      if (word.equals("--json")) {
        json = true;
      } else if (flag.equals(SOCKET) && (isAttached || rest.hasNext())) {
        socket = Optional.of(isAttached ? word.substring(flag.length() + 1) : rest.next());
      } else if (CONFIGURATION.contains(flag) && (isAttached || rest.hasNext())) {
        flags.add(word);
        if (!isAttached) {
          flags.add(rest.next());
        }
      } else if (word.startsWith("-")) {
        problems.add(unknown(flag));
      } else {
        command.add(word);
      }
    }
    if (command.isEmpty() && problems.isEmpty()) {
      problems.add(new Problem("`ctl` needs a command", List.of(), List.of()).help(COMMANDS));
    }
    return new CtlLine(socket, flags, json, String.join(" ", command), problems);
  }

  private static Problem unknown(String flag) {
    return new Problem("`ctl` does not take `" + flag + "` here", List.of(), List.of())
        .help("it takes " + SOCKET + " PATH, --config PATH and --json");
  }
}

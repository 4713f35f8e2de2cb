package dev.jetticorn.connector;

import static dev.jetticorn.connector.settings.ApplicationSettings.A_WAR_IS_NAMED;
import static dev.jetticorn.connector.settings.ConfigSettings.CHECK_CONFIG;
import static dev.jetticorn.connector.settings.ConfigSettings.CONFIG;
import static dev.jetticorn.connector.settings.ConfigSettings.PRINT_CONFIG;
import static dev.jetticorn.connector.settings.LogSettings.LOGLEVEL;

import dev.jetticorn.connector.cli.CommandLine;
import dev.jetticorn.connector.cli.CtlLine;
import dev.jetticorn.connector.cli.Version;
import dev.jetticorn.connector.convert.Conversion;
import dev.jetticorn.connector.operations.ControlClient;
import dev.jetticorn.connector.operations.ControlSocketPath;
import dev.jetticorn.connector.operations.ErrorLog;
import dev.jetticorn.connector.operations.PidFile;
import dev.jetticorn.connector.operations.ReadinessNotice;
import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.CommandSources;
import dev.jetticorn.connector.settings.load.Problem;
import dev.jetticorn.connector.settings.load.ProblemReport;
import dev.jetticorn.connector.settings.load.SettingsException;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Attempts;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import dev.jetticorn.connector.settings.print.Help;
import dev.jetticorn.connector.settings.print.SettingsPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The command: {@code java -jar connector.jar --war app.war}. */
public final class Main {
  private static final int DONE = 0;
  private static final int UNUSABLE = 1;
  private static final int WRONG = 2;

  private final Map<String, String> environment;
  private final Path directory;
  private final PrintStream out;
  private final PrintStream err;
  private final Registry registry = Registry.installed();

  Main(Map<String, String> environment, Path directory, PrintStream out, PrintStream err) {
    this.environment = withOwnSocketsAlone(environment);
    this.directory = directory;
    this.out = out;
    this.err = err;
  }

  /** Sockets may have been handed to a program that started this one: sd_listen_fds(3). */
  private static Map<String, String> withOwnSocketsAlone(Map<String, String> environment) {
    Map<String, String> own = new HashMap<>(environment);
    if (!Long.toString(ProcessHandle.current().pid()).equals(own.get("LISTEN_PID"))) {
      own.remove("LISTEN_FDS");
    }
    return own;
  }

  /**
   * Runs the command.
   *
   * @param arguments the words of the command line
   */
  public static void main(String[] arguments) throws InterruptedException {
    var main = new Main(System.getenv(), Path.of(""), System.out, System.err);
    System.exit(main.run(List.of(arguments)));
  }

  /** Does what the words ask for, and returns the exit status. */
  int run(List<String> words) throws InterruptedException {
    if (!words.isEmpty() && words.get(0).equals(CtlLine.WORD)) {
      return control(CtlLine.parse(words.subList(1, words.size())));
    }
    CommandLine command = CommandLine.parse(words, registry);
    return switch (command.request()) {
      case HELP -> help(command.topic());
      case VERSION -> {
        out.println(Version.current());
        yield DONE;
      }
      case CONVERT -> convert(command);
      case RUN -> run(command);
    };
  }

  private int convert(CommandLine command) {
    if (!command.assignments().problems().isEmpty()) {
      err.println(new ProblemReport(command.assignments().problems()));
      return WRONG;
    }
    String file = command.topic().orElseThrow();
    try {
      out.print(Conversion.of(registry, file, Files.readString(directory.resolve(file))));
      return DONE;
    } catch (IOException | InvalidPathException e) {
      err.println(new Problem("`" + file + "` cannot be read", List.of(), List.of()).note(why(e)));
      return UNUSABLE;
    }
  }

  private static String why(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "no file has this name";
    }
    return e instanceof CharacterCodingException
        ? "it is not UTF-8"
        : String.valueOf(e.getMessage());
  }

  private int help(Optional<String> topic) {
    var help = new Help(registry);
    Optional<String> text = topic.isEmpty() ? Optional.of(help.all()) : help.about(topic.get());
    if (text.isPresent()) {
      out.print(text.get());
      return DONE;
    }
    String name = topic.orElse("");
    var unknown = new Problem("unknown setting `" + name + "`", List.of(), List.of());
    err.println(
        registry
            .near(name)
            .map(near -> unknown.help("did you mean `" + near + "`?"))
            .orElseGet(() -> unknown.help("`--help` alone lists all settings")));
    return WRONG;
  }

  private int run(CommandLine command) throws InterruptedException {
    Settings settings;
    try {
      settings = load(command);
    } catch (SettingsException e) {
      err.println(e.getMessage());
      return WRONG;
    }
    if (settings.get(PRINT_CONFIG)) {
      out.print(SettingsPrinter.print(registry, settings));
    }
    if (settings.get(PRINT_CONFIG) && !settings.get(CHECK_CONFIG)) {
      return DONE;
    }
    try {
      return settings.get(CHECK_CONFIG) ? check(settings) : serve(settings, () -> load(command));
    } catch (UnusableSettingException e) {
      err.println(ProblemReport.of(e, settings));
      return UNUSABLE;
    }
  }

  private int control(CtlLine line) {
    if (!line.problems().isEmpty()) {
      err.println(new ProblemReport(line.problems()));
      return WRONG;
    }
    Path socket;
    try {
      socket = line.socket().map(directory::resolve).orElseGet(() -> controlSocket(line));
    } catch (SettingsException e) {
      err.println(e.getMessage());
      return WRONG;
    }
    try {
      ControlClient.Answer answer = ControlClient.send(socket.toAbsolutePath(), line.command());
      if (line.json()) {
        out.println(answer.json());
      } else if (answer.done()) {
        out.print(answer.report());
      } else {
        err.println("error: " + answer.report());
      }
      return answer.done() ? DONE : UNUSABLE;
    } catch (IOException e) {
      err.println(
          new Problem("no server answers at `" + socket + "`", List.of(), List.of())
              .note(String.valueOf(e.getMessage()))
              .help("name its socket: `ctl --control-socket PATH " + line.command() + "`"));
      return UNUSABLE;
    }
  }

  /** The socket of a server that is started here in the same way. */
  private Path controlSocket(CtlLine line) {
    Settings settings = load(CommandLine.parse(line.flags(), registry), List.of());
    return ControlSocketPath.of(settings, environment);
  }

  private Settings load(CommandLine command) {
    return load(command, List.of(A_WAR_IS_NAMED));
  }

  private Settings load(CommandLine command, List<Rule> rules) {
    String variable = environment.getOrDefault(CommandSources.ARGUMENTS_VARIABLE, "");
    var sources =
        new CommandSources(
            environment,
            CommandLine.parseVariable(variable, registry),
            command.assignments(),
            CONFIG,
            directory.resolve("server.properties"));
    return SettingsLoader.forCommand(sources, rules);
  }

  private static int check(Settings settings) {
    // Not into `errorlog`: who checks as root would leave a file that the server cannot write.
    ErrorLog log = ErrorLog.start(SettingsLoader.from(Map.of(LOGLEVEL.name(), "warning")));
    try {
      Attempts attempts = new Attempts();
      attempts.at(() -> ErrorLog.check(settings));
      attempts.at(() -> PidFile.check(settings));
      attempts.at(() -> ConnectorServer.check(settings));
      attempts.end();
    } finally {
      log.close();
    }
    return DONE;
  }

  private int serve(Settings settings, Supplier<Settings> again) throws InterruptedException {
    ErrorLog log = ErrorLog.start(settings);
    try {
      serve(settings, again, log);
    } catch (RuntimeException e) {
      // What was logged stands before the problem that is printed.
      log.close();
      throw e;
    }
    return DONE;
  }

  private void serve(Settings settings, Supplier<Settings> again, ErrorLog log)
      throws InterruptedException {
    Optional<PidFile> pidFile = PidFile.write(settings);
    try {
      ConnectorServer server = ConnectorServer.assemble(settings, WebApplication.war());
      server.countLogEntries(log.entries(), log::dropped);
      new Service(server, pidFile, again, log, ReadinessNotice.in(environment)).run();
    } catch (RuntimeException e) {
      pidFile.ifPresent(PidFile::close);
      throw e;
    }
  }
}

package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.Origin;
import dev.jetticorn.connector.settings.model.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the settings of a command come from.
 *
 * @param environment the environment variables
 * @param variableArguments what JETTICORN_CMD_ARGS says
 * @param arguments what the command line says
 * @param configFile the setting that names the properties file
 * @param usualFile the properties file that is read when nobody names one, if it exists
 */
public record CommandSources(
    Map<String, String> environment,
    Assignments variableArguments,
    Assignments arguments,
    Setting<Optional<Path>> configFile,
    Path usualFile) {
  /** The environment variable that holds words of the command line. */
  public static final String ARGUMENTS_VARIABLE = "JETTICORN_CMD_ARGS";

  public CommandSources {
    environment = Map.copyOf(environment);
  }

  /** A properties file and who named it, if anybody did. */
  record File(Path path, Optional<Origin> namedBy) {
    boolean exists() {
      return Files.exists(path);
    }
  }

  /** The file to read, if there is one. */
  Optional<File> file(Assignments fromEnvironment) {
    Optional<Assignment> last =
        Stream.of(fromEnvironment, variableArguments, arguments)
            .flatMap(source -> source.assignments().stream())
            .filter(assignment -> assignment.name().equals(configFile.name()))
            .reduce((weaker, stronger) -> stronger);
    try {
      Optional<Path> named =
          last.isPresent() ? configFile.parse(last.get().text()) : Optional.empty();
      Optional<Origin> namedBy = last.map(Assignment::origin);
      return named
          .map(path -> new File(path, namedBy))
          .or(() -> Optional.of(new File(usualFile, Optional.empty())).filter(File::exists));
    } catch (BadValue bad) {
      // It is reported where all values are read.
      return Optional.empty();
    }
  }
}

package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import dev.jetticorn.connector.settings.model.ValueType;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** {@code memory}, {@code file:} with a directory, or the JDBC URL of a PostgreSQL database. */
final class SessionStoreType extends ScalarType<SessionStore> {
  private static final String MEMORY = "memory";
  private static final String FILE = "file:";
  private static final String JDBC = "jdbc:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  private static final String HOST = "(\\[[^\\]@]*\\]|[^\\[\\]:/?@,]*)(:\\d+)?";
  private static final Pattern HOSTS_AND_DATABASE =
      Pattern.compile("(//" + HOST + "(," + HOST + ")*/)?[^/?@]*(\\?.*)?");

  private final ValueType<Path> path = ValueType.path();

  @Override
  protected SessionStore parseBare(String text) throws BadValue {
    if (text.equals(MEMORY)) {
      return new SessionStore.Memory();
    }
    if (text.startsWith(FILE)) {
      return new SessionStore.Directory(directory(text));
    }
    if (text.startsWith(JDBC)) {
      return database(text);
    }
    throw BadValue.all(text, "neither memory, a directory nor a database");
  }

  private static SessionStore database(String text) throws BadValue {
    if (!text.startsWith(POSTGRESQL)) {
      throw BadValue.all(text, "only PostgreSQL keeps sessions: `jdbc:postgresql://HOST/DATABASE`");
    }
    // The driver would log what it takes for a port: with user:password@host, the password.
    if (!HOSTS_AND_DATABASE.matcher(text.substring(POSTGRESQL.length())).matches()) {
      throw BadValue.all(
          text, "not like `jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD`");
    }
    return new SessionStore.Database(Secret.of(text));
  }

  private Path directory(String text) throws BadValue {
    try {
      String directory = text.substring(FILE.length());
      if (directory.startsWith("//")) {
        throw BadValue.all(directory, "a path, not a URL: `file:DIR` or `file:/DIR`");
      }
      return path.parse(directory);
    } catch (BadValue bad) {
      throw bad.shiftedBy(FILE.length());
    }
  }

  @Override
  protected String printBare(SessionStore value) {
    if (value instanceof SessionStore.Directory directory) {
      return FILE + directory.path();
    }
    return value instanceof SessionStore.Database database ? JDBC + database.url() : MEMORY;
  }

  @Override
  public SessionStore startingAt(Path base, SessionStore value) {
    return value instanceof SessionStore.Directory directory
        ? new SessionStore.Directory(base.resolve(directory.path()))
        : value;
  }

  /** A URL may name a password, and so may whatever was meant to be one. */
  @Override
  public boolean hides(String text) {
    return text.contains(":") && !text.strip().startsWith(FILE);
  }

  @Override
  public String allowed() {
    return "memory, file:DIR or jdbc:postgresql://HOST/DATABASE";
  }

  @Override
  public String placeholder() {
    return "memory|file:DIR|jdbc:URL";
  }
}

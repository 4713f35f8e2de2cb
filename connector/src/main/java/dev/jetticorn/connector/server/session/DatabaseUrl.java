package dev.jetticorn.connector.server.session;

import static dev.jetticorn.connector.settings.ApplicationSettings.SESSION_STORE;

import dev.jetticorn.connector.settings.Secret;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Where a PostgreSQL database is, and how it is talked to; says of failures what is no secret. */
final class DatabaseUrl {
  private final String url;
  private final Properties parsed;

  private DatabaseUrl(String url, Properties parsed) {
    this.url = url;
    this.parsed = parsed;
  }

  static DatabaseUrl of(Secret secret) {
    String url = new String(secret.reveal());
    Properties parsed = Driver.parseURL(url, null);
    if (parsed == null) {
      throw unusable("its address cannot be read");
    }
    return new DatabaseUrl(url, parsed);
  }

  /** What the driver reads; what is said there counts more than {@link #defaults()}. */
  String text() {
    return url;
  }

  /** A database that does not answer must not hold requests for ever, as it would by default. */
  static Properties defaults() {
    Properties defaults = new Properties();
    PGProperty.CONNECT_TIMEOUT.set(defaults, 3);
    PGProperty.SOCKET_TIMEOUT.set(defaults, 10);
    PGProperty.TCP_KEEP_ALIVE.set(defaults, true);
    PGProperty.APPLICATION_NAME.set(defaults, "jetticorn");
    return defaults;
  }

  Connection connect() throws SQLException {
    return Objects.requireNonNull(new Driver().connect(url, defaults()));
  }

  UnusableSettingException unusable(SQLException e) {
    return unusable(words(e)).causedBy(e);
  }

  static UnusableSettingException unusable(String label) {
    return new UnusableSettingException(
        SESSION_STORE, "the database of `session_store` cannot be used", label);
  }

  /** What went wrong, without user and password. */
  String words(Exception e) {
    String state = state(e).orElse("");
    String where = "`" + host() + "`";
    return switch (state) {
      case "28P01", "28000" -> where + " refuses the user or the password";
      case "3D000" -> where + " has no such database";
      default ->
          state.startsWith("08") || state.isEmpty()
              ? "no connection to " + where + ": " + message(e)
              : message(e);
    };
  }

  private String host() {
    return Objects.requireNonNullElse(PGProperty.PG_HOST.getOrDefault(parsed), "localhost")
        + ':'
        + PGProperty.PG_PORT.getOrDefault(parsed);
  }

  private String message(Exception e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    if (last instanceof UnknownHostException) {
      return "unknown host";
    }
    String message =
        Objects.requireNonNullElse(last.getMessage(), "it was closed")
            .lines()
            .findFirst()
            .orElse("");
    return names(message, PGProperty.PASSWORD.getOrDefault(parsed))
            || names(message, PGProperty.USER.getOrDefault(parsed))
        ? "what the driver says would show a secret"
        : message;
  }

  private static boolean names(String message, @Nullable String secret) {
    return secret != null && !secret.isEmpty() && message.contains(secret);
  }

  /** The SQLSTATE of the first cause that has one. */
  static Optional<String> state(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return Optional.of(sql.getSQLState());
      }
    }
    return Optional.empty();
  }
}

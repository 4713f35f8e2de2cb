package dev.jetticorn.connector.settings;

import java.nio.file.Path;

/** Where sessions are kept. */
public sealed interface SessionStore {

  /** In the memory of the process, and gone with it. */
  record Memory() implements SessionStore {}

  /** In files of a directory, of which one process at a time is the owner. */
  record Directory(Path path) implements SessionStore {}

  /**
   * In a PostgreSQL database, which any number of processes share.
   *
   * @param url the JDBC URL, which may name a password
   */
  record Database(Secret url) implements SessionStore {}
}

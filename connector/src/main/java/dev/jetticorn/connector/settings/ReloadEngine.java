package dev.jetticorn.connector.settings;

/** How changed files are noticed. */
public enum ReloadEngine {
  /** As the server likes. */
  AUTO,
  /** By looking at the files. */
  POLL,
  /** By events of the kernel, which the server does not use. */
  INOTIFY
}

package dev.jetticorn.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL server of the test's own, with one empty database, on a port of the loopback. */
public final class Postgres implements AutoCloseable {
  /** The password of the owner; what must appear nowhere. */
  public static final String PASSWORD = "not-to-be-shown";

  private static final String OWNER = "owner";
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

  private final Path directory;
  private final Path programs;
  private final int port;
  private Program server;

  private Postgres(Path directory, Path programs, int port, Program server) {
    this.directory = directory;
    this.programs = programs;
    this.port = port;
    this.server = server;
  }

  /** Makes a database and serves it. */
  public static Postgres start() throws IOException, InterruptedException {
    Path programs = programs();
    // Not a directory of JUnit's, which root alone may enter: the server does not run as root.
    Path directory = Files.createTempDirectory("postgres-");
    if (isRoot()) {
      Files.setOwner(
          directory,
          directory
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName("nobody"));
    }
    Path password = Files.writeString(directory.resolve("password"), PASSWORD);
    try (Program initdb =
        program(
            directory,
            programs.resolve("initdb").toString(),
            "--pgdata=" + directory.resolve("data"),
            "--auth=scram-sha-256",
            "--username=" + OWNER,
            "--pwfile=" + password,
            "--encoding=UTF8",
            "--no-sync")) {
      initdb.finish().succeeded();
    }
    int port = Ports.free();
    return new Postgres(directory, programs, port, serve(directory, programs, port));
  }

  private static Program serve(Path directory, Path programs, int port)
      throws InterruptedException {
    Program server =
        program(
            directory,
            programs.resolve("postgres").toString(),
            "-D",
            directory.resolve("data").toString(),
            "-h",
            "127.0.0.1",
            "-p",
            String.valueOf(port),
            "-k",
            directory.toString(),
            "-F");
    server.awaitErr(line -> line.contains("ready to accept connections"));
    return server;
  }

  /** The port on the loopback. */
  public int port() {
    return port;
  }

  /** What to say to {@code session_store}. */
  public String url() {
    return url(PASSWORD);
  }

  /** The same with another password. */
  public String url(String password) {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s&password=%s"
        .formatted(port, OWNER, password);
  }

  /** Runs a statement and returns what it says, a row a line. */
  public String sql(String statement) throws InterruptedException {
    try (Program psql =
        Tool.PSQL.start(
            directory,
            Map.of("PGPASSWORD", PASSWORD),
            "--host=127.0.0.1",
            "--port=" + port,
            "--username=" + OWNER,
            "--dbname=postgres",
            "--no-align",
            "--tuples-only",
            "--quiet",
            "--command=" + statement)) {
      return psql.finish().succeeded().out();
    }
  }

  /** Ends the server and all its connections. */
  public void stop() throws InterruptedException {
    try (Program stop =
        program(
            directory,
            programs.resolve("pg_ctl").toString(),
            "stop",
            "-D",
            directory.resolve("data").toString(),
            "-m",
            "immediate")) {
      stop.finish().succeeded();
    }
    server.finish();
  }

  /** Serves the same database on the same port again. */
  public void startAgain() throws InterruptedException {
    server = serve(directory, programs, port);
  }

  @Override
  public void close() throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Program program(Path directory, String... command) {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    words.addAll(List.of(command));
    return Program.start(directory, Map.of(), words);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path programs() throws IOException {
    if (Files.isDirectory(INSTALLED)) {
      try (Stream<Path> versions = Files.list(INSTALLED)) {
        List<Path> found =
            versions
                .map(version -> version.resolve("bin"))
                .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
                .sorted()
                .toList();
        if (!found.isEmpty()) {
          return found.get(found.size() - 1);
        }
      }
    }
    throw new AssertionError("`initdb` is not installed: apt-get install postgresql");
  }
}

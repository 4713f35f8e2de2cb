package dev.jetticorn.connector.server.session;

import static dev.jetticorn.connector.settings.ApplicationSettings.SESSION_STORE;

import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/** Sessions in files, one each, in a directory for each context path. One process has them. */
final class FileRecords extends AbstractLifeCycle implements SessionRecords {
  private static final String SUFFIX = ".session";
  private static final int AT_ONCE = 200;

  private final Path directory;
  private final StoreHealth health = new StoreHealth(NanoTime::now, e -> false, FileRecords::words);

  /** Held while a file is replaced or removed: one for many sessions. */
  private final List<Object> locks = IntStream.range(0, 64).mapToObj(i -> new Object()).toList();

  /** Open as long as the directory is ours; the lock goes with it, also when we are killed. */
  private Optional<FileChannel> owned = Optional.empty();

  FileRecords(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /** Makes the directory when it is not there, and sees whether it could be used. */
  void check() {
    try {
      if (Files.notExists(directory)) {
        createDirectories(directory);
      }
    } catch (IOException e) {
      throw unusable("it cannot be made: " + words(e));
    }
    if (!Files.isDirectory(directory)) {
      throw unusable("not a directory");
    }
    if (!Files.isWritable(directory) || !Files.isReadable(directory)) {
      throw unusable("permission denied");
    }
  }

  @Override
  protected void doStart() {
    check();
    try {
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      owned = Optional.of(channel);
      if (!lock(channel)) {
        channel.close();
        owned = Optional.empty();
        throw unusable("another server has its sessions there")
            .help("servers share sessions in a database: `jdbc:postgresql://HOST/DATABASE`");
      }
      removeUnfinished();
    } catch (IOException e) {
      throw unusable(words(e));
    }
  }

  @SuppressWarnings("resource") // The channel holds the lock and is closed with it.
  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** What a server was writing when it was killed. */
  private void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> contexts =
        Files.newDirectoryStream(directory, path -> Files.isDirectory(path))) {
      for (Path context : contexts) {
        try (DirectoryStream<Path> unfinished =
            Files.newDirectoryStream(context, "*" + SUFFIX + SessionFile.UNFINISHED)) {
          for (Path file : unfinished) {
            Files.deleteIfExists(file);
          }
        }
      }
    }
  }

  @Override
  protected void doStop() throws IOException {
    if (owned.isPresent()) {
      owned.get().close();
      owned = Optional.empty();
    }
  }

  @Override
  public Optional<SessionRecord> load(String context, String id, long now) {
    Path file = file(context, id);
    return health.use(
        () -> {
          try {
            Optional<SessionRecord> session = SessionFile.read(file);
            if (session.isPresent() && !session.get().isExpiredAt(now)) {
              SessionFile.touch(file, now);
            }
            return session;
          } catch (NoSuchFileException e) {
            // Removed by another request.
            return Optional.empty();
          }
        });
  }

  @Override
  public void insert(String context, SessionRecord session) {
    Path file = file(context, session.id());
    health.use(
        () -> {
          createDirectories(directory(context));
          SessionFile.write(file, session);
          return true;
        });
  }

  @Override
  public void change(String context, String id, SessionChange change) {
    Path file = file(context, id);
    rewrite(file, file, session -> changed(session, change));
  }

  /** Writes a session that is there anew, into the same file or another. */
  private void rewrite(Path from, Path to, UnaryOperator<SessionRecord> change) {
    health.use(
        () -> {
          synchronized (lockOf(from)) {
            Optional<SessionRecord> session = SessionFile.read(from);
            if (session.isPresent()) {
              SessionFile.write(to, change.apply(session.get()));
              if (!to.equals(from)) {
                Files.deleteIfExists(from);
              }
            }
            return true;
          }
        });
  }

  private static SessionRecord changed(SessionRecord session, SessionChange change) {
    Map<String, byte[]> attributes = new HashMap<>(session.attributes());
    attributes.keySet().removeAll(change.removed());
    attributes.putAll(change.written());
    return new SessionRecord(
        session.id(),
        session.created(),
        session.accessed(),
        change.maxInactive().orElse(session.maxInactive()),
        attributes);
  }

  @Override
  public void rename(String context, String id, String newId) {
    rewrite(file(context, id), file(context, newId), session -> renamed(session, newId));
  }

  private static SessionRecord renamed(SessionRecord session, String id) {
    return new SessionRecord(
        id, session.created(), session.accessed(), session.maxInactive(), session.attributes());
  }

  @Override
  public boolean delete(String context, String id) {
    Path file = file(context, id);
    return health.use(
        () -> {
          synchronized (lockOf(file)) {
            return Files.deleteIfExists(file);
          }
        });
  }

  @Override
  public List<SessionRecord> takeExpired(String context, long now) {
    return health.use(
        () -> {
          List<SessionRecord> expired = new ArrayList<>();
          Path directory = directory(context);
          if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
              for (Path file : files) {
                takeIfExpired(file, now).ifPresent(expired::add);
                if (expired.size() == AT_ONCE) {
                  break;
                }
              }
            }
          }
          return expired;
        });
  }

  private Optional<SessionRecord> takeIfExpired(Path file, long now) throws IOException {
    synchronized (lockOf(file)) {
      Optional<SessionRecord> session =
          SessionFile.read(file).filter(read -> read.isExpiredAt(now));
      if (session.isPresent()) {
        Files.deleteIfExists(file);
      }
      return session;
    }
  }

  private Path file(String context, String id) {
    return directory(context).resolve(id + SUFFIX);
  }

  private Path directory(String context) {
    return directory.resolve(URLEncoder.encode(context, StandardCharsets.UTF_8));
  }

  private Object lockOf(Path file) {
    return locks.get(Math.floorMod(file.hashCode(), locks.size()));
  }

  /** Nobody else may read what applications keep of their users. */
  private static void createDirectories(Path directory) throws IOException {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(directory);
    }
  }

  private UnusableSettingException unusable(String label) {
    return new UnusableSettingException(
        SESSION_STORE, "sessions cannot be kept in `" + directory + "`", label);
  }

  private static String words(Exception e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}

package dev.jetticorn.connector.server.watch;

import dev.jetticorn.connector.settings.FilePattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What tells one version of a file from the next.
 *
 * @param file the file as the settings name it
 * @param path where it really is, whatever links lead there
 * @param identity the file's own identity, as far as the file system has one: a file that was
 *     renamed into place has another
 * @param changed when it was written to
 * @param size in bytes; -1 if it cannot be read
 */
public record FileState(
    Path file, Path path, Optional<Object> identity, FileTime changed, long size) {
  /** The states of files now, in their order. */
  public static List<FileState> of(List<Path> files) {
    return files.stream().map(FileState::of).toList();
  }

  /** The states of everything in a directory now, or of the one file that there is. */
  public static List<FileState> ofTree(Path root) {
    try (Stream<Path> tree = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return of(tree.sorted().toList());
    } catch (IOException | UncheckedIOException e) {
      // It is not there, or it goes away while it is looked at.
      return of(List.of(root));
    }
  }

  /** The states of the files that a pattern means now. */
  public static List<FileState> ofPattern(FilePattern pattern) {
    PathMatcher meant = pattern.matcher();
    try (Stream<Path> found =
        Files.find(
            pattern.base(),
            pattern.depth(),
            (path, attributes) -> meant.matches(path.normalize()),
            FileVisitOption.FOLLOW_LINKS)) {
      return of(found.sorted().toList());
    } catch (IOException | UncheckedIOException e) {
      return of(List.of(pattern.base()));
    }
  }

  /** The state of a file now; a file that cannot be read has one, too. */
  private static FileState of(Path file) {
    try {
      Path path = file.toRealPath();
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new FileState(
          file,
          path,
          Optional.ofNullable(attributes.fileKey()),
          attributes.lastModifiedTime(),
          attributes.size());
    } catch (IOException e) {
      return new FileState(file, file, Optional.empty(), FileTime.fromMillis(0), -1);
    }
  }
}

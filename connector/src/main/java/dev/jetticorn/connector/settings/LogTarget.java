package dev.jetticorn.connector.settings;

import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a log goes. */
public sealed interface LogTarget {

  /**
   * Opens it: unbuffered, so that what is written is out, and not to be closed by an interrupt of a
   * thread that writes.
   *
   * @throws IOException with a message that completes "this cannot be written: "
   */
  OutputStream open() throws IOException;

  /** Standard output: {@code accesslog = -}. */
  record StandardOutput() implements LogTarget {
    @Override
    public OutputStream open() {
      return new FileOutputStream(FileDescriptor.out);
    }
  }

  /** Standard error: {@code errorlog = -}. */
  record StandardError() implements LogTarget {
    @Override
    public OutputStream open() {
      return new FileOutputStream(FileDescriptor.err);
    }
  }

  /** A file, to which entries are appended. */
  record File(Path path) implements LogTarget {
    @Override
    public OutputStream open() throws IOException {
      Path absolute = path.toAbsolutePath();
      try {
        return new FileOutputStream(absolute.toFile(), true);
      } catch (FileNotFoundException e) {
        Path directory = absolute.getParent();
        if (Files.isDirectory(absolute)) {
          throw new IOException("it is a directory", e);
        }
        if (directory != null && !Files.isDirectory(directory)) {
          throw new IOException("there is no directory " + directory, e);
        }
        throw new IOException("permission denied", e);
      }
    }
  }
}

package dev.jetticorn.connector.settings;

import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a log goes. */
public sealed interface LogTarget {

  /**
   * Opens it. What is written is appended, unbuffered.
   *
   * @throws IOException with a message that completes "this cannot be written: "
   */
  FileChannel open() throws IOException;

  /**
   * Sees whether it could be opened, and makes no file for that.
   *
   * @throws IOException as {@link #open} would, which says why not
   */
  void check() throws IOException;

  /** Whether it is a file with a name that is no regular one: a pipe or a device. */
  boolean isPipe();

  /** Standard output: {@code accesslog = -}. */
  record StandardOutput() implements LogTarget {
    @Override
    public FileChannel open() {
      return new FileOutputStream(FileDescriptor.out).getChannel();
    }

    @Override
    public void check() {}

    @Override
    public boolean isPipe() {
      return false;
    }
  }

  /** Standard error: {@code errorlog = -}. */
  record StandardError() implements LogTarget {
    @Override
    public FileChannel open() {
      return new FileOutputStream(FileDescriptor.err).getChannel();
    }

    @Override
    public void check() {}

    @Override
    public boolean isPipe() {
      return false;
    }
  }

  /** A file, to which entries are appended. */
  record File(Path path) implements LogTarget {
    @Override
    public FileChannel open() throws IOException {
      try {
        return new FileOutputStream(path.toFile(), true).getChannel();
      } catch (FileNotFoundException e) {
        check();
        throw new IOException("permission denied", e);
      }
    }

    @Override
    public void check() throws IOException {
      Path absolute = path.toAbsolutePath();
      Path directory = absolute.getParent();
      if (Files.isDirectory(absolute)) {
        throw new IOException("it is a directory");
      }
      if (directory != null && !Files.isDirectory(directory)) {
        throw new IOException("there is no directory " + directory);
      }
      Path written = Files.exists(absolute) || directory == null ? absolute : directory;
      if (!Files.isWritable(written)) {
        throw new IOException("permission denied");
      }
    }

    @Override
    public boolean isPipe() {
      return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }
  }
}

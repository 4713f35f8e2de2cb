package dev.jetticorn.connector.log;

import dev.jetticorn.connector.settings.LogTarget;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * What a {@link LogWriter} writes to. Its methods may wait: only the writer's thread calls them.
 */
interface LogOutput {

  /**
   * Opens it, or opens it again.
   *
   * @throws IOException with a message that completes "this cannot be written: "
   */
  Outlet open() throws IOException;

  /** Whether the rest of an entry may follow when a failure is over, or all of it must. */
  boolean continuesAfterFailure();

  /** What was opened. */
  interface Outlet extends Closeable {
    /** Writes some of these bytes and moves the positions of the buffers, as a channel does. */
    void write(ByteBuffer[] entries) throws IOException;

    /**
     * So many bytes are written at once at most. An entry is never cut for it: 0 means one at a
     * time.
     */
    int batch();
  }

  /** A file or a standard stream. */
  record Target(LogTarget target) implements LogOutput {
    private static final int FILE_BATCH = 64 * 1024;

    /** So much goes into a pipe whole, and never into the middle of a line of somebody else. */
    private static final int PIPE_BATCH = 4 * 1024;

    @Override
    public Outlet open() throws IOException {
      FileChannel channel = target.open();
      return new Outlet() {
        @Override
        public void write(ByteBuffer[] entries) throws IOException {
          channel.write(entries);
        }

        @Override
        public int batch() {
          return target instanceof LogTarget.File && !target.isPipe() ? FILE_BATCH : PIPE_BATCH;
        }

        @Override
        public void close() throws IOException {
          // A standard stream belongs to everybody.
          if (target instanceof LogTarget.File) {
            channel.close();
          }
        }
      };
    }

    @Override
    public boolean continuesAfterFailure() {
      return true;
    }
  }
}

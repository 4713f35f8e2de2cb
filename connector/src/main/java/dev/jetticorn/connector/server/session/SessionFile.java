package dev.jetticorn.connector.server.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file of one session: always a whole one, because a new one is put in the place of the old.
 *
 * <p>When the session was last asked for is the time at which the file was last modified, so that a
 * request that changes nothing need not write it.
 */
final class SessionFile {
  private static final int FORMAT = 0x4A530001;
  static final String UNFINISHED = ".new";

  private SessionFile() {}

  /** Empty when there is none. */
  static Optional<SessionRecord> read(Path file) throws IOException {
    byte[] bytes;
    long accessed;
    try {
      accessed = Files.getLastModifiedTime(file).toMillis();
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      // And nothing else: a session that cannot be read is not one that has ended.
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != FORMAT) {
        throw new IOException(file + " is not a session");
      }
      String id = in.readUTF();
      long created = in.readLong();
      long maxInactive = in.readLong();
      Map<String, byte[]> attributes = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        attributes.put(name, in.readNBytes(in.readInt()));
      }
      return Optional.of(new SessionRecord(id, created, accessed, maxInactive, attributes));
    }
  }

  static void write(Path file, SessionRecord session) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeUTF(session.id());
      out.writeLong(session.created());
      out.writeLong(session.maxInactive());
      out.writeInt(session.attributes().size());
      for (Map.Entry<String, byte[]> attribute : session.attributes().entrySet()) {
        out.writeUTF(attribute.getKey());
        out.writeInt(attribute.getValue().length);
        out.write(attribute.getValue());
      }
    }
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.write(
        unfinished,
        bytes.toByteArray(),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
    touch(unfinished, session.accessed());
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void touch(Path file, long accessed) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(accessed));
  }
}

package dev.jetticorn.connector.server.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one session: always a whole one, because a new one is put in the place of the old.
 *
 * <p>When the session was last asked for is the time at which the file was last modified, so that a
 * request that changes nothing need not write it.
 */
final class SessionFile {
  private static final int FORMAT = 0x4A530001;
  static final String UNFINISHED = ".new";
  static final String UNREADABLE = ".unreadable";

  private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);

  private SessionFile() {}

  /** Empty when there is none, or none that can be read from what the file has. */
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
    try {
      return Optional.of(parse(bytes, accessed));
    } catch (IOException e) {
      // Not for want of the disk: it would fail for ever, for the client and for who looks for what
      // has expired.
      Path aside = file.resolveSibling(file.getFileName() + UNREADABLE);
      LOG.error("{} is no session, as after a crash; it is put aside as {}", file, aside);
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      return Optional.empty();
    }
  }

  private static SessionRecord parse(byte[] bytes, long accessed) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != FORMAT) {
        throw new IOException("another format");
      }
      String id = in.readUTF();
      long created = in.readLong();
      long maxInactive = in.readLong();
      Map<String, byte[]> attributes = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        attributes.put(name, whole(in, in.readInt()));
      }
      return new SessionRecord(id, created, accessed, maxInactive, attributes);
    }
  }

  private static byte[] whole(DataInputStream in, int length) throws IOException {
    if (length < 0 || length > in.available()) {
      throw new EOFException();
    }
    return in.readNBytes(length);
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

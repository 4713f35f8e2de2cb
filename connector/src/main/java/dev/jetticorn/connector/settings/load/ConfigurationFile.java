package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The properties file: whether it can be read at all, and what is in it. */
final class ConfigurationFile {
  /** Far more than every setting together; it keeps {@code /dev/zero} from filling the memory. */
  private static final int LARGEST = 1 << 20;

  private static final String PYTHON_MODULE = "python:";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path path;
  private final Optional<Origin> namedBy;

  private ConfigurationFile(Path path, Optional<Origin> namedBy) {
    this.path = path;
    this.namedBy = namedBy;
  }

  /** Reads a file that a program names. */
  static Assignments read(Path path) {
    return new ConfigurationFile(path, Optional.empty()).read();
  }

  /** Reads a file that the user names. */
  static Assignments read(Path path, Origin namedBy) {
    return new ConfigurationFile(path, Optional.of(namedBy)).read();
  }

  private Assignments read() {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".py") || name.startsWith(PYTHON_MODULE)) {
      return unreadable("is a Python file", "a configuration in Python cannot be run here")
          .help(
              "`java -jar connector.jar --convert "
                  + path
                  + " > server.properties` writes what it says into a file for here")
          .asAssignments();
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      if (Files.isDirectory(path)) {
        return unreadable("is a directory", "name the file in it").asAssignments();
      }
      bytes = in.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException e) {
      return unreadable("does not exist", "no file has this name").asAssignments();
    } catch (AccessDeniedException e) {
      return unreadable("cannot be read", "permission is denied").asAssignments();
    } catch (IOException e) {
      return unreadable("cannot be read", String.valueOf(e.getMessage())).asAssignments();
    }
    if (bytes.length > LARGEST) {
      return unreadable("is too large", "more than " + LARGEST + " bytes").asAssignments();
    }
    return decode(bytes);
  }

  private Assignments decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean malformed = decoder.decode(in, out, true).isError() || decoder.flush(out).isError();
    String text = out.flip().toString();
    if (malformed) {
      return notUtf8(text, bytes[in.position()] & 0xFF).asAssignments();
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return PropertiesFile.parse(path, marked ? text.substring(1) : text);
  }

  /** Says where {@code readable} ends, but shows no line: it may hold a password. */
  private Problem notUtf8(String readable, int octet) {
    String[] lines = PropertiesFile.lines(readable);
    int column = lines[lines.length - 1].length() + 1;
    return Problem.at(
            new Origin.FileLine(path, lines.length, Optional.empty()),
            "configuration file `" + path + "` is not UTF-8",
            String.format("byte 0x%02X in column %d", octet, column))
        .help("save the file as UTF-8, or write other characters like \\u00e9");
  }

  private Problem unreadable(String what, String label) {
    String headline = "configuration file `" + path + "` " + what;
    return namedBy
        .map(origin -> Problem.at(origin, headline, label))
        .orElseGet(() -> new Problem(headline, List.of(), List.of()).note(label));
  }
}

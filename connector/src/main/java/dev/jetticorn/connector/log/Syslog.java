package dev.jetticorn.connector.log;

import static dev.jetticorn.connector.settings.LogSettings.SYSLOG;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG_ADDR;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG_FACILITY;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG_PREFIX;

import dev.jetticorn.connector.settings.SyslogAddress;
import dev.jetticorn.connector.settings.SyslogFacility;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;

/**
 * A log that goes to syslog, in the form of gunicorn: {@code <14>gunicorn.shop.access: [4711]
 * message}. Syslog itself adds the time and the host.
 */
public final class Syslog implements AutoCloseable {
  /** What rsyslog takes for one message; the rest of a longer one would be another message. */
  private static final int LONGEST = 8 * 1024;

  private final LogWriter writer;
  private final SyslogFacility facility;
  private final String tag;

  private Syslog(LogWriter writer, SyslogFacility facility, String tag) {
    this.writer = writer;
    this.facility = facility;
    this.tag = tag;
  }

  /**
   * Opens the way to syslog, if the settings want one. Syslog itself may come and go.
   *
   * @param log {@code access} or {@code error}
   * @throws UnusableSettingException when the address is a unix socket of another kind
   */
  public static Optional<Syslog> open(Settings settings, String log) {
    if (!settings.get(SYSLOG)) {
      return Optional.empty();
    }
    SyslogAddress address = settings.get(SYSLOG_ADDR);
    SyslogOutput output = new SyslogOutput(address);
    check(address, output);
    String prefix =
        settings.get(SYSLOG_PREFIX).orElseGet(() -> ProcessName.of(settings).replace(':', '.'));
    return Optional.of(
        new Syslog(
            LogWriter.to("syslog of the " + log + " log", output),
            settings.get(SYSLOG_FACILITY),
            "gunicorn." + prefix + "." + log + ": [" + ProcessHandle.current().pid() + "] "));
  }

  /** A socket that is not there may still come; one of another kind stays what it is. */
  private static void check(SyslogAddress address, SyslogOutput output) {
    if (!(address instanceof SyslogAddress.Unix unix) || Files.notExists(unix.path())) {
      return;
    }
    try {
      output.open().close();
    } catch (ConnectException nobodyListensYet) {
      return;
    } catch (IOException e) {
      UnusableSettingException problem =
          new UnusableSettingException(
                  SYSLOG_ADDR, "cannot log to `" + address + "`", String.valueOf(e.getMessage()))
              .causedBy(e);
      throw unix.kind() == SyslogAddress.UnixKind.EITHER
          ? problem
          : problem.help(
              "leave `" + unix.kind().suffix() + "` away, and it may be a socket of either kind");
    }
  }

  /** Sends a text; each of its lines is a message. */
  public void write(SyslogSeverity severity, String text) {
    String head = "<" + (facility.code() * 8 + severity.code()) + ">" + tag;
    if (text.indexOf('\n') < 0) {
      writer.write(message(head, text));
    } else {
      text.lines().forEach(line -> writer.write(message(head, line)));
    }
  }

  private static byte[] message(String head, String line) {
    byte[] message = (head + line + '\n').getBytes(StandardCharsets.UTF_8);
    if (message.length <= LONGEST) {
      return message;
    }
    int length = LONGEST - 1;
    // Not in the middle of a character.
    while ((message[length] & 0xC0) == 0x80) {
      length--;
    }
    byte[] cut = Arrays.copyOf(message, length + 1);
    cut[length] = '\n';
    return cut;
  }

  /** How many messages were dropped because they could not be sent in time. */
  public long dropped() {
    return writer.dropped();
  }

  /** Sends what waits. */
  @Override
  public void close() {
    writer.close();
  }
}

package dev.jetticorn.connector.server.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes DER values, as far as a certificate and a key file need it. */
final class DerWriter {
  /** The one form of GeneralizedTime that RFC 5280, section 4.1.2.5.2, allows. */
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Instant END_OF_UTC_TIME = Instant.parse("2050-01-01T00:00:00Z");

  private DerWriter() {}

  static byte[] sequence(byte[]... values) {
    return value(0x30, joined(values));
  }

  static byte[] explicit(int number, byte[] value) {
    return value(0xA0 | number, value);
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] integer(long number) {
    return integer(BigInteger.valueOf(number));
  }

  static byte[] trueValue() {
    return value(0x01, new byte[] {(byte) 0xFF});
  }

  static byte[] nullValue() {
    return value(0x05, new byte[0]);
  }

  static byte[] octetString(byte[] octets) {
    return value(0x04, octets);
  }

  /** A bit string; {@code unusedBits} of its last octet do not count. */
  static byte[] bitString(int unusedBits, byte[] octets) {
    return value(0x03, joined(new byte[] {(byte) unusedBits}, octets));
  }

  static byte[] objectIdentifier(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    writeArc(content, Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      writeArc(content, Long.parseLong(arcs[i]));
    }
    return value(0x06, content.toByteArray());
  }

  /** A time of a certificate: UTCTime through 2049, GeneralizedTime after (RFC 5280, 4.1.2.5). */
  static byte[] time(Instant time) {
    boolean generalized = !time.isBefore(END_OF_UTC_TIME);
    String text = (generalized ? GENERALIZED_TIME : UTC_TIME).format(time);
    return value(generalized ? 0x18 : 0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** A value with a tag that has no method of its own. */
  static byte[] value(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      int octets = (39 - Integer.numberOfLeadingZeros(content.length)) / 8;
      out.write(0x80 | octets);
      for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
        out.write(content.length >> shift);
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static void writeArc(ByteArrayOutputStream out, long arc) {
    int groups = Math.max(1, (70 - Long.numberOfLeadingZeros(arc)) / 7);
    for (int group = groups - 1; group > 0; group--) {
      out.write(0x80 | ((int) (arc >> (7 * group)) & 0x7F));
    }
    out.write((int) arc & 0x7F);
  }

  private static byte[] joined(byte[]... values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] value : values) {
      out.writeBytes(value);
    }
    return out.toByteArray();
  }
}

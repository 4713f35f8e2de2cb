package dev.jetticorn.connector.server.tls;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Reads DER values one after the other, as far as key files need it. */
final class DerReader {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  private final ByteBuffer bytes;

  DerReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  private DerReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** The tag of an explicitly tagged value, such as {@code [0] parameters}. */
  static int explicit(int number) {
    return 0xA0 | number;
  }

  boolean nextIs(int tag) {
    return bytes.hasRemaining() && (bytes.get(bytes.position()) & 0xFF) == tag;
  }

  /** The content of the next value, to be read value by value. */
  DerReader enter(int tag) throws DerException {
    return new DerReader(next(tag));
  }

  byte[] content(int tag) throws DerException {
    return copy(next(tag));
  }

  /** The next value with its tag and length. */
  byte[] encoded() throws DerException {
    if (!bytes.hasRemaining()) {
      throw new DerException("a value is missing");
    }
    int start = bytes.position();
    next(bytes.get(start) & 0xFF);
    return copy(bytes.slice(start, bytes.position() - start));
  }

  void skip() throws DerException {
    encoded();
  }

  int integer() throws DerException {
    byte[] content = content(INTEGER);
    if (content.length == 0 || content.length > Integer.BYTES) {
      throw new DerException("a number of " + content.length + " bytes");
    }
    return new BigInteger(content).intValue();
  }

  /** The next value, an object identifier such as {@code 1.2.840.10045.2.1}. */
  String objectIdentifier() throws DerException {
    ByteBuffer content = next(OBJECT_IDENTIFIER);
    StringBuilder dotted = new StringBuilder();
    BigInteger arc = BigInteger.ZERO;
    while (content.hasRemaining()) {
      int part = content.get();
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(part & 0x7F));
      if (part >= 0) {
        dotted.append(dotted.isEmpty() ? firstTwoArcs(arc) : "." + arc);
        arc = BigInteger.ZERO;
      }
    }
    return dotted.toString();
  }

  private static String firstTwoArcs(BigInteger joined) {
    int first = Math.min(joined.divide(BigInteger.valueOf(40)).intValue(), 2);
    return first + "." + joined.subtract(BigInteger.valueOf(40L * first));
  }

  private ByteBuffer next(int tag) throws DerException {
    if (!nextIs(tag)) {
      throw new DerException("no value with tag " + tag);
    }
    bytes.get();
    int length = length();
    if (length > bytes.remaining()) {
      throw new DerException("cut off");
    }
    ByteBuffer content = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return content;
  }

  private int length() throws DerException {
    int first = octet();
    if (first < 0x80) {
      return first;
    }
    int octets = first & 0x7F;
    if (octets == 0 || octets > 3) {
      throw new DerException("a length of " + octets + " octets");
    }
    int length = 0;
    for (int i = 0; i < octets; i++) {
      length = length << 8 | octet();
    }
    return length;
  }

  private int octet() throws DerException {
    if (!bytes.hasRemaining()) {
      throw new DerException("cut off");
    }
    return bytes.get() & 0xFF;
  }

  private static byte[] copy(ByteBuffer from) {
    byte[] copy = new byte[from.remaining()];
    from.duplicate().get(copy);
    return copy;
  }
}

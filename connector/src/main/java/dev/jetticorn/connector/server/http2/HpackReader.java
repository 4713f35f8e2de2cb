package dev.jetticorn.connector.server.http2;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpTokens;
import org.eclipse.jetty.http.compression.EncodingException;
import org.eclipse.jetty.http.compression.HuffmanDecoder;
import org.eclipse.jetty.http.compression.NBitIntegerDecoder;
import org.eclipse.jetty.http2.hpack.HpackContext;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.eclipse.jetty.http2.hpack.internal.AuthorityHttpField;

/**
 * Reads the fields of a block, and keeps the table that later blocks refer to (RFC 7541).
 *
 * <p>What the fields mean is judged elsewhere. Jetty's decoder does both at once, and gives up in
 * the middle of a block over a value that it does not understand; the table is lost then, and the
 * connection with it.
 */
final class HpackReader {
  private static final int INDEXED = 0x80;
  private static final int LITERAL_INTO_TABLE = 0x40;
  private static final int TABLE_SIZE = 0x20;
  private static final int HUFFMAN = 0x80;

  /** Jetty's, because its session sets there what has been agreed about the table. */
  private final HpackDecoder agreed;

  private final HpackContext table;
  private final HuffmanDecoder huffman = new HuffmanDecoder();
  private final NBitIntegerDecoder integers = new NBitIntegerDecoder();

  HpackReader(HpackDecoder agreed) {
    this.agreed = agreed;
    this.table = agreed.getHpackContext();
  }

  /**
   * Reads a complete block.
   *
   * @throws HpackException when nothing after this block could be understood any more
   */
  void read(ByteBuffer block, FieldSection fields) throws HpackException {
    boolean hasFields = false;
    while (block.hasRemaining()) {
      int first = block.get(block.position());
      if ((first & INDEXED) != 0) {
        HpackContext.Entry entry = entry(integer(block, 7));
        fields.add(entry.getHttpField(), !entry.hasIllegalName() && !entry.hasIllegalValue());
      } else if ((first & LITERAL_INTO_TABLE) != 0) {
        HttpField field = literal(block, 6);
        table.add(field);
        fields.add(field, isLegal(field));
      } else if ((first & TABLE_SIZE) == 0) {
        HttpField field = literal(block, 4);
        fields.add(field, isLegal(field));
      } else {
        resize(integer(block, 5), hasFields);
        continue;
      }
      hasFields = true;
    }
  }

  /** RFC 7541, 4.2 and 6.3. */
  private void resize(int size, boolean hasFields) throws HpackException {
    if (hasFields) {
      throw new HpackException.CompressionException("a new size of the table after a field");
    }
    if (size > agreed.getMaxTableCapacity()) {
      throw new HpackException.CompressionException("a table larger than agreed");
    }
    table.resize(size);
  }

  private HpackContext.Entry entry(int index) throws HpackException {
    HpackContext.Entry entry = table.get(index);
    if (entry == null) {
      throw new HpackException.CompressionException("an index beyond the tables");
    }
    return entry;
  }

  /** RFC 7541, 6.2. */
  private HttpField literal(ByteBuffer block, int prefix) throws HpackException {
    int index = integer(block, prefix);
    String name;
    HttpHeader header;
    if (index == 0) {
      name = string(block);
      header = HttpHeader.CACHE.get(name);
    } else {
      HttpField named = entry(index).getHttpField();
      name = named.getName();
      header = named.getHeader();
    }
    String value = string(block);
    return header == HttpHeader.C_AUTHORITY
        ? authority(name, value)
        : new HttpField(header, name, value);
  }

  /** Taken apart once for all the blocks that will refer to it. */
  private static HttpField authority(String name, String value) {
    try {
      return new AuthorityHttpField(value);
    } catch (RuntimeException noAuthority) {
      return new HttpField(HttpHeader.C_AUTHORITY, name, value);
    }
  }

  /** RFC 9113, 8.2.1. */
  private static boolean isLegal(HttpField field) {
    return !field.getName().isEmpty()
        && HttpTokens.isLegalH2H3FieldName(field.getName())
        && HttpTokens.isLegalFieldValue(field.getValue());
  }

  /** RFC 7541, 5.2. */
  private String string(ByteBuffer block) throws HpackException {
    boolean isHuffman = block.hasRemaining() && (block.get(block.position()) & HUFFMAN) != 0;
    int length = integer(block, 7);
    if (length > block.remaining()) {
      throw new HpackException.CompressionException("a string longer than its block");
    }
    if (!isHuffman) {
      return HpackDecoder.toISO88591String(block, length);
    }
    huffman.setLength(length);
    try {
      return huffman.decode(block);
    } catch (EncodingException e) {
      throw new HpackException.CompressionException(e, "a string that cannot be decoded");
    }
  }

  /** RFC 7541, 5.1. */
  private int integer(ByteBuffer block, int prefix) throws HpackException {
    integers.setPrefix(prefix);
    int integer;
    try {
      integer = integers.decodeInt(block);
    } catch (ArithmeticException e) {
      throw new HpackException.CompressionException(e, "an integer that is too large");
    }
    if (integer < 0) {
      throw new HpackException.CompressionException("an integer without end");
    }
    return integer;
  }
}

package dev.jetticorn.connector.server.tls;

import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the blocks in the text of a PEM file; what stands between them is ignored. */
final class PemParser {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([^-]+)-----");
  private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]+):\\s*(.*)");
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

  private final SettingFile file;
  private final String[] lines;
  private int next;

  private PemParser(SettingFile file, String text) {
    this.file = file;
    this.lines = LINE_END.split(text, -1);
  }

  static PemFile parse(SettingFile file, byte[] bytes) {
    // One byte, one character: the text between blocks may be in any encoding.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(BYTE_ORDER_MARK.length());
    }
    return new PemFile(file, new PemParser(file, text).blocks());
  }

  private List<PemBlock> blocks() {
    List<PemBlock> blocks = new ArrayList<>();
    while (next < lines.length) {
      String line = lines[next++].strip();
      Matcher begin = BEGIN.matcher(line);
      if (begin.matches()) {
        blocks.add(block(begin.group(1)));
      } else if (begin.find()) {
        throw file.problem(
                "%s is no valid PEM file", "line " + next + " holds more than its BEGIN mark")
            .note("in PEM every mark stands on a line of its own")
            .help("look for line breaks that were lost, or became `\\n`, when the text was copied");
      }
    }
    return blocks;
  }

  private PemBlock block(String label) {
    int begin = next;
    String end = "-----END " + label + "-----";
    Map<String, String> headers = new HashMap<>();
    StringBuilder base64 = new StringBuilder();
    while (next < lines.length) {
      String line = lines[next++].strip();
      Matcher header = HEADER.matcher(line);
      if (line.equals(end)) {
        return new PemBlock(label, begin, headers, decoded(label, begin, base64.toString()));
      } else if (line.startsWith("-----")) {
        break;
      } else if (header.matches()) {
        headers.put(header.group(1), header.group(2));
      } else {
        base64.append(line);
      }
    }
    throw damaged("block `" + label + "` of line " + begin + " has no end");
  }

  private byte[] decoded(String label, int begin, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw damaged("block `" + label + "` in line " + begin + " is not Base64").causedBy(e);
    }
  }

  private UnusableSettingException damaged(String label) {
    return file.problem("%s is damaged", label).help("copy the whole file again");
  }
}

package dev.jetticorn.connector.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that a server answered to one request, on either protocol; a character is a byte. */
public record Exchange(
    List<List<Map.Entry<String, String>>> interim,
    int status,
    List<Map.Entry<String, String>> header,
    String text,
    List<Map.Entry<String, String>> trailers,
    int resetWith) {
  public static final int NOT_RESET = -1;

  /** Sorts header sections into interim responses, the final one and trailers. */
  static Exchange of(
      List<List<Map.Entry<String, String>>> sections, byte[] content, int resetWith) {
    List<List<Map.Entry<String, String>>> interim = new ArrayList<>();
    List<Map.Entry<String, String>> header = List.of();
    List<Map.Entry<String, String>> trailers = List.of();
    int status = 0;
    for (List<Map.Entry<String, String>> section : sections) {
      if (section.isEmpty() || !section.get(0).getKey().equals(":status")) {
        trailers = section;
      } else if (section.get(0).getValue().startsWith("1")) {
        interim.add(section);
      } else {
        status = Integer.parseInt(section.get(0).getValue());
        header = section.subList(1, section.size());
      }
    }
    return new Exchange(
        interim,
        status,
        header,
        new String(content, StandardCharsets.ISO_8859_1),
        trailers,
        resetWith);
  }

  /** The values of a field of the final response. */
  public List<String> values(String name) {
    return header.stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  public boolean isReset() {
    return resetWith != NOT_RESET;
  }
}

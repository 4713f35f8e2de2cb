package dev.jetticorn.connector.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a control socket answered, for somebody who reads it on a terminal. */
final class ControlReport {
  private static final String NOTHING = "none";

  private ControlReport() {}

  /** Lines of names and values, or a table, whatever the answer is. */
  static String of(Object answer) {
    if (answer instanceof List<?> list) {
      List<Map<?, ?>> objects = new ArrayList<>();
      for (Object element : list) {
        if (element instanceof Map<?, ?> object) {
          objects.add(object);
        }
      }
      return table(objects);
    }
    return answer instanceof Map<?, ?> members ? pairs(members) : shown(answer) + "\n";
  }

  private static String pairs(Map<?, ?> members) {
    List<List<String>> rows = new ArrayList<>();
    addPairs("", members, rows);
    return aligned(rows);
  }

  private static void addPairs(String prefix, Map<?, ?> members, List<List<String>> rows) {
    members.forEach(
        (key, value) -> {
          String name = prefix + key.toString().replace('_', ' ');
          if (value instanceof Map<?, ?> inner) {
            addPairs(name + " ", inner, rows);
          } else if (value instanceof List<?> list) {
            list.forEach(element -> rows.add(List.of(name, shown(element))));
          } else {
            rows.add(List.of(name, shown(value)));
          }
        });
  }

  private static String table(List<Map<?, ?>> elements) {
    if (elements.isEmpty()) {
      return NOTHING + "\n";
    }
    List<?> columns = List.copyOf(elements.get(0).keySet());
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        columns.stream()
            .map(column -> column.toString().replace('_', ' ').toUpperCase(Locale.ROOT))
            .toList());
    for (Map<?, ?> element : elements) {
      rows.add(
          columns.stream()
              .map(column -> element.containsKey(column) ? shown(element.get(column)) : "-")
              .toList());
    }
    return aligned(rows);
  }

  private static String aligned(List<List<String>> rows) {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A terminal must not take for a command what a client or a file chose. */
  private static String shown(Object value) {
    return value.toString().isEmpty() ? "-" : value.toString().replaceAll("\\p{Cntrl}", "?");
  }
}

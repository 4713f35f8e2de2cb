package dev.jetticorn.connector.convert;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The value of a literal, and how a properties file says it. */
sealed interface PythonValue {

  /** The value as an element of a list, or alone. */
  String text();

  /** {@code None}, {@code True} or {@code False}. */
  enum Word implements PythonValue {
    NONE("None"),
    TRUE("True"),
    FALSE("False");

    private final String text;

    Word(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /** A number; a whole one has no point. */
  record Numeral(BigDecimal value) implements PythonValue {
    @Override
    public String text() {
      return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** For example {@code 0o600}, as Python writes it. */
    String octal() {
      return String.format("0o%03o", value.toBigInteger());
    }
  }

  /** A string. */
  record Text(String value) implements PythonValue {
    @Override
    public String text() {
      return value;
    }

    /** In quotation marks where a comma or white space would be lost. */
    private String element() {
      boolean plain =
          value.equals(value.strip()) && value.chars().noneMatch(c -> ",\"'".indexOf(c) >= 0);
      return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  /** A list or a tuple. */
  record Sequence(List<PythonValue> values) implements PythonValue {
    public Sequence {
      values = List.copyOf(values);
    }

    @Override
    public String text() {
      return values.stream()
          .map(value -> value instanceof Text text ? text.element() : value.text())
          .collect(Collectors.joining(", "));
    }
  }

  /** A dictionary, as in {@code secure_scheme_headers}. */
  record Dictionary(Map<String, PythonValue> values) implements PythonValue {
    @Override
    public String text() {
      return values.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue().text())
          .collect(Collectors.joining(", "));
    }
  }
}

package dev.jetticorn.connector.settings.model;

import java.nio.file.Path;
import java.util.Optional;

final class OptionalType<T> implements ValueType<Optional<T>> {
  private final ValueType<T> type;
  private final String none;
  private final boolean emptyIsNone;

  OptionalType(ValueType<T> type, String none, boolean emptyIsNone) {
    this.type = type;
    this.none = none;
    this.emptyIsNone = emptyIsNone;
  }

  @Override
  public Optional<T> parse(String text) throws BadValue {
    boolean empty = emptyIsNone && !type.isSecret() && Quotes.strip(text).isEmpty();
    // The empty list as Python writes it.
    boolean noElement = type instanceof ListType && text.matches("\\[\\s*]|\\(\\s*\\)");
    if (empty || noElement || text.equalsIgnoreCase(none) || text.equalsIgnoreCase("None")) {
      return Optional.empty();
    }
    return Optional.of(type.parse(text));
  }

  @Override
  public String print(Optional<T> value) {
    if (value.isEmpty()) {
      return none;
    }
    String printed = type.print(value.get());
    return printed.equalsIgnoreCase(none) || printed.equalsIgnoreCase("None")
        ? Quotes.around(printed)
        : printed;
  }

  @Override
  public Optional<T> startingAt(Path base, Optional<T> value) {
    return value.map(some -> type.startingAt(base, some));
  }

  @Override
  public String allowed() {
    return type.allowed() + ", or " + none;
  }

  @Override
  public String placeholder() {
    return type.placeholder();
  }

  @Override
  public boolean isSwitch() {
    return type.isSwitch();
  }

  @Override
  public boolean isSecret() {
    return type.isSecret();
  }

  @Override
  public boolean hides(String text) {
    return type.hides(text);
  }

  @Override
  public String masked(Optional<T> value) {
    return value.map(type::masked).orElse("");
  }
}

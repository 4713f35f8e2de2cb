package dev.jetticorn.samples.http2.client;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Header or trailer fields in the order in which they came; names do not mind case. */
record Fields(List<Field> list) {
  /** One line of them. */
  record Field(String name, String value) {}

  static final Fields NONE = new Fields(List.of());

  Fields {
    list = List.copyOf(list);
  }

  /** The only value of a field; none if it is missing or there are several. */
  Optional<String> only(String name) {
    List<String> values = all(name);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  List<String> all(String name) {
    return list.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /** The names, in lower case. */
  List<String> names() {
    return list.stream().map(field -> field.name().toLowerCase(Locale.ROOT)).toList();
  }
}

package dev.jetticorn.connector.settings.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

final class ChoiceType<E extends Enum<E>> extends ScalarType<E> {
  private final Map<E, String> printed = new LinkedHashMap<>();
  private final Map<String, E> read = new LinkedHashMap<>();

  ChoiceType(Map<E, List<String>> words) {
    words.forEach(
        (value, spellings) -> {
          printed.put(value, spellings.get(0));
          spellings.forEach(word -> read.put(word.toLowerCase(Locale.ROOT), value));
        });
  }

  @Override
  protected E parseBare(String text) throws BadValue {
    E value = read.get(text.toLowerCase(Locale.ROOT));
    if (value == null) {
      BadValue bad = BadValue.all(text, text.isEmpty() ? "a word is missing" : "not one of these");
      throw NearestName.to(text, printed.values())
          .map(near -> bad.help("did you mean `" + near + "`?"))
          .orElse(bad);
    }
    return value;
  }

  @Override
  protected String printBare(E value) {
    return printed.getOrDefault(value, value.name());
  }

  @Override
  public String allowed() {
    var words = new ArrayList<>(printed.values());
    String last = words.remove(words.size() - 1);
    return words.isEmpty() ? last : String.join(", ", words) + " or " + last;
  }

  @Override
  public String placeholder() {
    return String.join("|", printed.values());
  }
}

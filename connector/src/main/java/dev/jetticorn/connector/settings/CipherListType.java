package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import java.util.ArrayList;
import java.util.List;

/** Names of cipher suites with commas or colons between them. */
final class CipherListType extends ScalarType<List<String>> {

  @Override
  protected List<String> parseBare(String text) throws BadValue {
    var names = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ':' || text.charAt(i) == ',') {
        String name = text.substring(start, i).strip();
        if (name.isEmpty()) {
          throw BadValue.part(start, i, "a name is missing");
        }
        names.add(name);
        start = i + 1;
      }
    }
    return List.copyOf(names);
  }

  @Override
  protected String printBare(List<String> value) {
    return String.join(":", value);
  }

  @Override
  public String allowed() {
    return "names of OpenSSL or of Java, with colons or commas between them";
  }

  @Override
  public String placeholder() {
    return "NAME:...";
  }
}

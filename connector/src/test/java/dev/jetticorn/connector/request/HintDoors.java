package dev.jetticorn.connector.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Early hints as a servlet of a test sends them and as its client sees them. */
final class HintDoors {
  static final String STYLE = "</style.css>; rel=preload; as=style";

  static final String SCRIPT = "</app.js>; rel=preload; as=script";

  @SuppressWarnings("unchecked") // The contract of the attribute.
  static Consumer<Collection<Map.Entry<String, String>>> plainDoor(HttpServletRequest request) {
    return (Consumer<Collection<Map.Entry<String, String>>>)
        request.getAttribute("wsgi.early_hints");
  }

  static List<Map.Entry<String, String>> hint(String... namesAndValues) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    fields.add(Map.entry(":status", "103"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return fields;
  }

  private HintDoors() {}
}

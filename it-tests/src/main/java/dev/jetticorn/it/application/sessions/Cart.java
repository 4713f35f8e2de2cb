package dev.jetticorn.it.application.sessions;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A class that only the application has, and whose objects change. */
final class Cart implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> items = new ArrayList<>();

  void add(String item) {
    items.add(item);
  }

  List<String> items() {
    return List.copyOf(items);
  }
}

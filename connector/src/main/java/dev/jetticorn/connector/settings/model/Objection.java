package dev.jetticorn.connector.settings.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is wrong with a value that is well formed, for example a key without a certificate.
 *
 * @param setting the setting to point at
 * @param headline what is wrong, complete in itself
 * @param label what stands beside the carets
 * @param pointAt the part of the value to point at; empty for all of it
 * @param notes more facts
 * @param helps advice
 */
public record Objection(
    Setting<?> setting,
    String headline,
    String label,
    String pointAt,
    List<String> notes,
    List<String> helps) {

  public Objection {
    notes = List.copyOf(notes);
    helps = List.copyOf(helps);
  }

  public Objection(Setting<?> setting, String headline, String label) {
    this(setting, headline, label, "", List.of(), List.of());
  }

  /** The same with another fact. */
  public Objection note(String fact) {
    return new Objection(setting, headline, label, pointAt, plus(notes, fact), helps);
  }

  /** The same with more advice. */
  public Objection help(String advice) {
    return new Objection(setting, headline, label, pointAt, notes, plus(helps, advice));
  }

  /** The same with carets under a part of the value, for example one address of a list. */
  public Objection pointingAt(String part) {
    return new Objection(setting, headline, label, part, notes, helps);
  }

  private static List<String> plus(List<String> list, String element) {
    return Stream.concat(list.stream(), Stream.of(element)).toList();
  }
}

package dev.jetticorn.connector.settings.model;

import java.util.List;
import java.util.function.Function;

/**
 * A check across several settings, for example that a key has a certificate.
 *
 * @param reads the settings that are looked at; the rule is left out when one of them is wrong
 * @param objections what is wrong, if anything
 */
public record Rule(List<Setting<?>> reads, Function<Settings, List<Objection>> objections) {
  public Rule {
    reads = List.copyOf(reads);
  }
}

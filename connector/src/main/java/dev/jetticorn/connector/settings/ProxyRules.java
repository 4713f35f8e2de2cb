package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.ProxySettings.FORWARDER_HEADERS;

import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.List;

/** What must hold between the things that are believed of a proxy. */
final class ProxyRules {
  private ProxyRules() {}

  static List<Rule> errors() {
    return List.of(new Rule(List.of(FORWARDER_HEADERS), ProxyRules::oneSourceIsBelieved));
  }

  private static List<Objection> oneSourceIsBelieved(Settings settings) {
    List<ForwarderHeader> believed = settings.get(FORWARDER_HEADERS).orElse(List.of());
    if (!believed.contains(ForwarderHeader.FORWARDED) || believed.size() == 1) {
      return List.of();
    }
    return List.of(
        new Objection(
                FORWARDER_HEADERS,
                "`Forwarded` does not go with the `X-Forwarded` fields, which say the same",
                "two sources for one thing")
            .note("a proxy sets one of them, and may hand on the other one from a client")
            .help("name what your proxy sets on every request"));
  }
}

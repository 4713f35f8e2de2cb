package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.ProxySettings.FORWARDER_HEADERS;

import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.List;
import java.util.Set;

/** What must hold between the things that are believed of a proxy. */
final class ProxyRules {
  private static final Set<ForwarderHeader> WITH_FORWARDED =
      Set.of(ForwarderHeader.FORWARDED, ForwarderHeader.X_FORWARDED_PREFIX);

  private ProxyRules() {}

  static List<Rule> errors() {
    return List.of(new Rule(List.of(FORWARDER_HEADERS), ProxyRules::oneSourceIsBelieved));
  }

  private static List<Objection> oneSourceIsBelieved(Settings settings) {
    List<ForwarderHeader> believed = settings.get(FORWARDER_HEADERS).orElse(List.of());
    // `Forwarded` has no word for a prefix.
    boolean others = !WITH_FORWARDED.containsAll(believed);
    if (!believed.contains(ForwarderHeader.FORWARDED) || !others) {
      return List.of();
    }
    return List.of(
        new Objection(
                FORWARDER_HEADERS,
                "`Forwarded` does not go with `X-Forwarded` fields that say the same",
                "two sources for one thing")
            .note("a proxy sets one of them, and may hand on the other one from a client")
            .help("name what your proxy sets on every request"));
  }
}

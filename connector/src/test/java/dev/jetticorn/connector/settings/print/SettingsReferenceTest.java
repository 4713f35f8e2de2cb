package dev.jetticorn.connector.settings.print;

import dev.jetticorn.connector.Golden;
import dev.jetticorn.connector.settings.model.Registry;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

  @Test
  void thePageIsUpToDate() {
    Golden.checkPage("settings.md", SettingsReference.of(Registry.installed()));
  }
}

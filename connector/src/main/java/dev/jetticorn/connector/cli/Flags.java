package dev.jetticorn.connector.cli;

import dev.jetticorn.connector.settings.model.NearestName;
import dev.jetticorn.connector.settings.model.RefusedSetting;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The flags of the registry: {@code --worker-class}, {@code -k} and so on. */
final class Flags {
  private final Map<String, Setting<?>> settings = new LinkedHashMap<>();
  private final Map<String, RefusedSetting> refused = new LinkedHashMap<>();

  Flags(Registry registry) {
    for (Setting<?> setting : registry.settings()) {
      setting.flags().forEach(flag -> settings.put(flag, setting));
    }
    registry.refused().forEach(name -> name.flags().forEach(flag -> refused.put(flag, name)));
  }

  /** The setting of a flag; an underscore is as good as a dash. */
  Optional<Setting<?>> setting(String flag) {
    return Optional.ofNullable(settings.get(withDashes(flag)));
  }

  /** The refused setting of a flag. */
  Optional<RefusedSetting> refused(String flag) {
    return Optional.ofNullable(refused.get(withDashes(flag)));
  }

  boolean isKnown(String flag) {
    return setting(flag).isPresent() || refused(flag).isPresent();
  }

  /** The flag that was probably meant. */
  Optional<String> near(String flag) {
    return NearestName.to(flag, settings.keySet()).or(() -> NearestName.to(flag, refused.keySet()));
  }

  private static String withDashes(String flag) {
    return flag.replace('_', '-');
  }
}

package dev.jetticorn.connector.settings.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A group of settings that are declared, listed and documented together.
 *
 * <p>A section grows while the class that declares its settings is being initialised, and never
 * afterwards.
 */
public final class Section {
  private final String title;
  private final List<Setting<?>> settings = new ArrayList<>();
  private final List<RefusedSetting> refused = new ArrayList<>();

  private Section(String title) {
    this.title = title;
  }

  public static Section titled(String title) {
    return new Section(title);
  }

  /** Declares a setting. */
  public <T> Setting<T> setting(
      String name, ValueType<T> type, T defaultValue, String description, Setting.Trait... traits) {
    var setting = new Setting<>(this, name, type, defaultValue, description, traits);
    settings.add(setting);
    return setting;
  }

  /** Declares names that are known but not taken. */
  public Section refuse(RefusedSetting... names) {
    refused.addAll(List.of(names));
    return this;
  }

  public String title() {
    return title;
  }

  public List<Setting<?>> settings() {
    return List.copyOf(settings);
  }

  public List<RefusedSetting> refused() {
    return List.copyOf(refused);
  }
}

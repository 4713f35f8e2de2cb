package dev.jetticorn.connector.settings.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Every name that is known. */
public final class Registry {
  private final List<Section> sections;
  private final Setting<Optional<Path>> baseOfPaths;
  private final List<Rule> rules;
  private final List<Rule> warnings;
  private final Map<String, Setting<?>> settings = new LinkedHashMap<>();
  private final Map<String, RefusedSetting> refused = new LinkedHashMap<>();

  /** What a registry is made of; found by {@link ServiceLoader}. */
  public interface Contents {
    /** The sections in the order of {@code --help}. */
    List<Section> sections();

    /** The setting that says where relative paths start. */
    Setting<Optional<Path>> baseOfPaths();

    /** Checks across settings; what they find keeps the server from starting. */
    List<Rule> rules();

    /** Checks across settings; what they find is logged, and the server starts. */
    List<Rule> warnings();
  }

  private Registry(Contents contents) {
    sections = List.copyOf(contents.sections());
    baseOfPaths = contents.baseOfPaths();
    rules = List.copyOf(contents.rules());
    warnings = List.copyOf(contents.warnings());
    for (Section section : sections) {
      for (Setting<?> setting : section.settings()) {
        settings.put(setting.name(), setting);
        setting.aliases().forEach(alias -> settings.put(alias, setting));
      }
      section.refused().forEach(name -> refused.put(name.name(), name));
    }
  }

  /**
   * The registry of this program.
   *
   * <p>It comes through {@link ServiceLoader} because the classes that read and print settings
   * stand below the package that declares them and do not know it.
   */
  public static Registry installed() {
    return Installed.REGISTRY;
  }

  public List<Section> sections() {
    return sections;
  }

  /** The setting that says where relative paths start. */
  public Setting<Optional<Path>> baseOfPaths() {
    return baseOfPaths;
  }

  public List<Rule> rules() {
    return rules;
  }

  public List<Rule> warnings() {
    return warnings;
  }

  /** Every setting once, in the order of declaration. */
  public List<Setting<?>> settings() {
    var all = new ArrayList<Setting<?>>();
    sections.forEach(section -> all.addAll(section.settings()));
    return all;
  }

  /** The setting of this name or alias. */
  public Optional<Setting<?>> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /** The setting that a word without a flag means. */
  public Optional<Setting<?>> positional() {
    return settings().stream().filter(Setting::isPositional).findFirst();
  }

  /** Every refused name, in the order of declaration. */
  public List<RefusedSetting> refused() {
    return List.copyOf(refused.values());
  }

  /** The refused setting of this name. */
  public Optional<RefusedSetting> refused(String name) {
    return Optional.ofNullable(refused.get(name));
  }

  /** Every name: of settings, aliases and refused ones. */
  public List<String> names() {
    var names = new ArrayList<>(settings.keySet());
    names.addAll(refused.keySet());
    return names;
  }

  /** The name that was probably meant; one that works is preferred to one that is refused. */
  public Optional<String> near(String name) {
    return NearestName.to(name, settings.keySet()).or(() -> NearestName.to(name, refused.keySet()));
  }

  private static final class Installed {
    static final Registry REGISTRY =
        new Registry(
            ServiceLoader.load(Contents.class, Contents.class.getClassLoader())
                .findFirst()
                .orElseThrow());
  }
}

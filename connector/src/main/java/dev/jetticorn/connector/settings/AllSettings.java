package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every setting that there is, and what holds between them. */
public final class AllSettings implements Registry.Contents {

  @Override
  public List<Section> sections() {
    return List.of(
        ConfigSettings.SECTION,
        ApplicationSettings.SECTION,
        SocketSettings.SECTION,
        WorkerSettings.SECTION,
        Http2Settings.SECTION,
        TlsSettings.SECTION,
        LimitSettings.SECTION,
        ProxySettings.SECTION,
        LogSettings.SECTION,
        MetricsSettings.SECTION,
        RunningSettings.SECTION,
        ControlSettings.SECTION,
        HookSettings.SECTION);
  }

  @Override
  public Setting<Optional<Path>> baseOfPaths() {
    return RunningSettings.CHDIR;
  }

  @Override
  public List<Rule> rules() {
    return Stream.of(
            ApplicationRules.errors(),
            ListenerRules.errors(),
            ProxyRules.errors(),
            MetricsSettings.errors())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<Rule> warnings() {
    return Stream.concat(ListenerRules.warnings().stream(), LogRules.warnings().stream()).toList();
  }
}

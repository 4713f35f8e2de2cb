package dev.jetticorn.connector.server.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.bridge.ServerListener;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HooksTest {
  private static final List<String> HEARD = new ArrayList<>();

  @TempDir private Path directory;

  /** Found by {@code lib}. */
  public static final class Listening implements ServerListener {
    @Override
    public void onReload() {
      HEARD.add("on_reload");
    }
  }

  /** Cannot be made. */
  public static final class Failing implements ServerListener {
    /** Fails. */
    public Failing() {
      throw new IllegalStateException("no licence");
    }
  }

  private void jar(String name, Class<?> service) throws IOException {
    try (OutputStream file = Files.newOutputStream(directory.resolve(name));
        ZipOutputStream jar = new ZipOutputStream(file)) {
      jar.putNextEntry(new ZipEntry("META-INF/services/" + ServerListener.class.getName()));
      jar.write(service.getName().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Hooks load() {
    return Hooks.load(SettingsLoader.from(Map.of("lib", directory.toString())));
  }

  @Test
  void areFoundInTheJarsOfLib() throws IOException {
    jar("a.jar", Listening.class);
    HEARD.clear();

    load().reloaded();

    assertThat(HEARD).containsExactly("on_reload");
  }

  @Test
  void areNoneWithoutLib() {
    assertThat(Hooks.load(SettingsLoader.from(Map.of())).isEmpty()).isTrue();
    assertThat(load().isEmpty()).isTrue();
  }

  @Test
  void areLaidToTheirJarWhenTheyCannotBeMade() throws IOException {
    jar("good.jar", Listening.class);
    jar("bad.jar", Failing.class);

    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            e -> {
              assertThat(e.objection().headline()).contains("bad.jar");
              assertThat(e.objection().notes().toString())
                  .contains("HooksTest$Failing", "no licence");
            });
  }

  @Test
  void areNotWhateverAJarNames() throws IOException {
    jar("bad.jar", HooksTest.class);

    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            e -> assertThat(e.objection().notes().toString()).contains("HooksTest"));
  }
}

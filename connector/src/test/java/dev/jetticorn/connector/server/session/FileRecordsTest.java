package dev.jetticorn.connector.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileRecordsTest {
  private static final String ROOT = "/";
  private static final long NOW = 1_700_000_000_000L;

  @TempDir Path directory;
  private FileRecords records;

  @BeforeEach
  void open() throws Exception {
    records = new FileRecords(directory.resolve("sessions"));
    records.start();
  }

  @AfterEach
  void close() throws Exception {
    records.stop();
  }

  @Test
  void haveWhatWasStored() {
    insert("a", 60_000, Map.of("x", bytes("1"), "y", bytes("2")));

    SessionRecord session = load("a", NOW + 1_000);
    assertThat(session.created()).isEqualTo(NOW);
    assertThat(session.accessed()).isEqualTo(NOW);
    assertThat(session.maxInactive()).isEqualTo(60_000);
    assertThat(texts(session)).isEqualTo(Map.of("x", "1", "y", "2"));
    assertThat(records.load("/other", "a", NOW)).isEmpty();
    assertThat(records.load(ROOT, "b", NOW)).isEmpty();
  }

  @Test
  void knowWhenASessionWasAskedForUnlessItHadExpired() {
    insert("a", 60_000, Map.of());

    load("a", NOW + 59_999);
    assertThat(load("a", NOW + 100_000).accessed()).isEqualTo(NOW + 59_999);
    assertThat(load("a", NOW + 160_000).accessed()).isEqualTo(NOW + 100_000);
    assertThat(load("a", NOW + 160_001).isExpiredAt(NOW + 160_001)).isTrue();
  }

  @Test
  void changeWhatWasChangedAlone() {
    insert("a", 60_000, Map.of("x", bytes("1"), "y", bytes("2"), "z", bytes("3")));

    records.change(ROOT, "a", new SessionChange(Map.of("x", bytes("4")), Set.of(), none()));
    records.change(ROOT, "a", new SessionChange(Map.of(), Set.of("y"), Optional.of(5_000L)));

    SessionRecord session = load("a", NOW);
    assertThat(texts(session)).isEqualTo(Map.of("x", "4", "z", "3"));
    assertThat(session.maxInactive()).isEqualTo(5_000);
    assertThat(session.accessed()).isEqualTo(NOW);
  }

  @Test
  void doNotBringBackWhatIsGone() {
    insert("a", 60_000, Map.of());
    assertThat(records.delete(ROOT, "a")).isTrue();

    records.change(ROOT, "a", new SessionChange(Map.of("x", bytes("4")), Set.of(), none()));
    records.rename(ROOT, "a", "b");

    assertThat(records.load(ROOT, "a", NOW)).isEmpty();
    assertThat(records.load(ROOT, "b", NOW)).isEmpty();
    assertThat(records.delete(ROOT, "a")).isFalse();
  }

  @Test
  void giveASessionAnotherId() {
    insert("a", 60_000, Map.of("x", bytes("1")));

    records.rename(ROOT, "a", "b");

    assertThat(records.load(ROOT, "a", NOW)).isEmpty();
    assertThat(texts(load("b", NOW))).isEqualTo(Map.of("x", "1"));
  }

  @Test
  void giveAwayWhatHasExpiredOnce() {
    insert("short", 1_000, Map.of("x", bytes("1")));
    insert("long", 60_000, Map.of());
    insert("endless", 0, Map.of());

    assertThat(records.takeExpired(ROOT, NOW + 1_000))
        .extracting(SessionRecord::id)
        .containsExactly("short");
    assertThat(records.takeExpired(ROOT, NOW + 1_000)).isEmpty();
    assertThat(records.takeExpired("/never", NOW)).isEmpty();
  }

  @Test
  void areReadByTheirOwnerAlone() throws Exception {
    insert("a", 60_000, Map.of());

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("sessions"))))
        .isEqualTo("rwx------");
  }

  @Test
  void forgetWhatAKilledServerWasWriting() throws Exception {
    insert("a", 60_000, Map.of("x", bytes("1")));
    Path unfinished = directory.resolve("sessions/%2F/a.session.new");
    Files.writeString(unfinished, "half of a sess");
    records.stop();

    records.start();

    assertThat(unfinished).doesNotExist();
    assertThat(texts(load("a", NOW))).isEqualTo(Map.of("x", "1"));
  }

  /** As a crash of the machine leaves it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 20, 36})
  void putAsideWhatIsNoSession(int length) throws Exception {
    insert("cut", 60_000, Map.of("x", bytes("1")));
    insert("whole", 60_000, Map.of());
    Path file = directory.resolve("sessions/%2F/cut.session");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

    assertThat(records.load(ROOT, "cut", NOW)).isEmpty();
    assertThat(file).doesNotExist();
    assertThat(file.resolveSibling("cut.session.unreadable")).hasSize(length);
  }

  @Test
  void giveAwayWhatHasExpiredBesideWhatIsNoSession() throws Exception {
    insert("cut", 60_000, Map.of());
    insert("whole", 60_000, Map.of());
    Files.write(directory.resolve("sessions/%2F/cut.session"), new byte[0]);

    assertThat(records.takeExpired(ROOT, NOW + 60_001))
        .extracting(SessionRecord::id)
        .containsExactly("whole");
  }

  @Test
  void haveOneOwner() {
    assertThatThrownBy(() -> new FileRecords(directory.resolve("sessions")).start())
        .isInstanceOf(UnusableSettingException.class)
        .hasMessageContaining("sessions cannot be kept in");
  }

  private void insert(String id, long maxInactive, Map<String, byte[]> attributes) {
    records.insert(ROOT, new SessionRecord(id, NOW, NOW, maxInactive, attributes));
  }

  private SessionRecord load(String id, long now) {
    return records.load(ROOT, id, now).orElseThrow();
  }

  private static Map<String, String> texts(SessionRecord session) {
    Map<String, String> texts = new TreeMap<>();
    session
        .attributes()
        .forEach((name, value) -> texts.put(name, new String(value, StandardCharsets.UTF_8)));
    return texts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<Long> none() {
    return Optional.empty();
  }
}

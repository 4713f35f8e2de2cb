package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.settings.Http2ClearText;
import dev.jetticorn.connector.settings.HttpProtocol;
import dev.jetticorn.connector.settings.WorkerClass;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @Test
  void runsOnVirtualThreadsWhereTheyDoNotPinWhenNothingIsSaid() {
    assertThat(workers(23).workerClass()).isEqualTo(WorkerClass.GTHREAD);
    assertThat(workers(23).virtualThreads()).isFalse();
    assertThat(workers(24).workerClass()).isEqualTo(WorkerClass.VIRTUAL);
    assertThat(workers(24).virtualThreads()).isTrue();
    assertThat(workers(24).permits()).isEmpty();
  }

  @Test
  void givesWorkersTimesThreadsPermitsAndOneForTheOneThatIsNotSaid() {
    assertThat(workers(17, "workers", "4", "threads", "3").permits()).hasValue(12);
    assertThat(workers(17, "workers", "4").permits()).hasValue(4);
    assertThat(workers(17, "threads", "3").permits()).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "tornado"})
  void fallsBackToHttp1WithAWarningThatNamesTheCure(String workerClass) {
    var workers =
        workers(
            17, "worker_class", workerClass, "http_protocols", "h2,h1", "certfile", "self-signed");

    assertThat(workers.protocols().overTls()).containsExactly(HttpProtocol.H1);
    assertThat(workers.warnings())
        .singleElement()
        .asString()
        .contains("not supported by the " + workerClass + " worker")
        .contains("worker_class = gthread");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "tornado"})
  void fallsBackToHttp1WithoutTlsToo(String workerClass) {
    var workers = workers(17, "worker_class", workerClass, "http2_cleartext", "both");

    assertThat(workers.protocols().clearText()).isEqualTo(Http2ClearText.OFF);
    assertThat(workers.warnings())
        .singleElement()
        .asString()
        .contains("not supported by the " + workerClass + " worker");
  }

  @Test
  void speaksHttp2WithoutTlsAsTold() {
    assertThat(workers(17).protocols().clearText()).isEqualTo(Http2ClearText.OFF);
    assertThat(workers(17, "http2_cleartext", "upgrade").protocols().clearText())
        .isEqualTo(Http2ClearText.UPGRADE);
  }

  @Test
  void doesNotWarnAboutHttp2ThatNobodyAskedFor() {
    var workers = workers(17, "worker_class", "sync", "certfile", "self-signed");

    assertThat(workers.protocols().overTls()).containsExactly(HttpProtocol.H1);
    assertThat(workers.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gevent", "eventlet", "virtual"})
  void runsOnPlatformThreadsWithAWarningWhereJavaHasNoVirtualOnes(String workerClass) {
    var before = workers(20, "worker_class", workerClass);
    var since = workers(21, "worker_class", workerClass);

    assertThat(before.virtualThreads()).isFalse();
    assertThat(before.warnings()).singleElement().asString().contains("Java 20");
    assertThat(since.virtualThreads()).isTrue();
    assertThat(since.warnings()).isEmpty();
  }

  @Test
  void keepsTheOrderOfTheProtocols() {
    var workers = workers(17, "http_protocols", "h1,h2", "certfile", "self-signed");

    assertThat(workers.protocols().overTls()).containsExactly(HttpProtocol.H1, HttpProtocol.H2);
  }

  private static Workers workers(int javaVersion, String... namesAndValues) {
    Map<String, String> assignments = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      assignments.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Workers.of(SettingsLoader.from(assignments), javaVersion);
  }
}

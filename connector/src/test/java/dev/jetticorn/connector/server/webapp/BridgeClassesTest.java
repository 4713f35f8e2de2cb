package dev.jetticorn.connector.server.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeClassesTest {
  private final WebAppContext context = new WebAppContext();

  /** An application may bring another version of each. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ch.qos.logback.classic.LoggerContext",
        "com.zaxxer.hikari.HikariDataSource",
        "dev.jetticorn.connector.Main",
        "io.prometheus.metrics.model.registry.PrometheusRegistry",
        "org.newsclub.net.unix.AFUNIXDatagramChannel",
        "org.postgresql.Driver",
        "org.slf4j.LoggerFactory"
      })
  void hideWhatTheServerIsMadeOf(String name) {
    BridgeClasses.shareWith(context);

    assertThat(context.getHiddenClassMatcher().match(name)).isTrue();
  }

  @Test
  void shareTheBridge() {
    BridgeClasses.shareWith(context);

    String bridge = "dev.jetticorn.bridge.ServerListener";
    assertThat(context.getHiddenClassMatcher().match(bridge)).isFalse();
    assertThat(context.getProtectedClassMatcher().match(bridge)).isTrue();
  }
}

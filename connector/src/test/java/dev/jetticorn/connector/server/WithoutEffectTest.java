package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WithoutEffectTest {

  @Test
  void isSaidOfWhatIsSetAndOfNothingElse() {
    assertThat(said(Map.of())).isEmpty();
    assertThat(said(Map.of("suppress_ragged_eofs", "True")))
        .containsExactly(
            "`suppress_ragged_eofs` changes nothing here: a connection that ends without"
                + " close_notify is never an error");
    assertThat(said(Map.of("do_handshake_on_connect", "True", "suppress_ragged_eofs", "False")))
        .hasSize(2);
  }

  private static List<String> said(Map<String, String> settings) {
    Logger logger = (Logger) LoggerFactory.getLogger(WithoutEffect.class);
    Level before = logger.getLevel();
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    try {
      WithoutEffect.say(SettingsLoader.from(settings));
      return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(before);
    }
  }
}

package dev.jetticorn.connector.server.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.settings.load.SettingsException;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import dev.jetticorn.connector.testing.CapturedLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class DeploymentsTest {
  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void servesSeveralAtTheirContextPaths() throws Exception {
    war("shop.war", "the shop");
    war("root.war", "the root");
    String wars = "/shop=" + directory.resolve("shop.war") + ", /=" + directory.resolve("root.war");
    try (ConnectorServer server = start("war", wars)) {
      assertThat(get(server, "/shop/page.html")).isEqualTo("the shop");
      assertThat(get(server, "/page.html")).isEqualTo("the root");
      assertThat(get(server, "/shops/page.html")).isEqualTo("404");
    }
    try (ConnectorServer server = start("war", wars, "root_path", "/all")) {
      assertThat(get(server, "/all/shop/page.html")).isEqualTo("the shop");
      assertThat(get(server, "/all/page.html")).isEqualTo("the root");
    }
  }

  @Test
  void severalNeedDifferentContextPaths() {
    for (String wars : new String[] {"a.war, b.war", "/a=a.war, /a=b.war", "/a=a.war, /a/=b.war"}) {
      assertThat(catchThrowableOfType(SettingsException.class, () -> start("war", wars).close()))
          .as(wars)
          .hasMessageContaining("context path");
    }
  }

  @Test
  void reloadsWhenTheWarChanges() throws Exception {
    Path war = war("app.war", "one");
    try (ConnectorServer server = start("war", war.toString(), "reload", "on")) {
      assertThat(get(server, "/page.html")).isEqualTo("one");

      war("app.war", "two, written over");
      awaitPage(server, "/page.html", "two, written over");
      Files.move(war("next.war", "three, renamed"), war, StandardCopyOption.REPLACE_EXISTING);
      awaitPage(server, "/page.html", "three, renamed");
    }
  }

  @Test
  void aHalfWrittenWarDoesNotTakeTheOldOneDown() throws Exception {
    Path war = war("app.war", "one");
    byte[] whole = Files.readAllBytes(war("next.war", "two"));
    CountDownLatch tried = new CountDownLatch(1);
    try (ConnectorServer server = start("war", war.toString(), "reload", "on")) {
      Deployments deployments = server.jetty().getDescendant(Deployments.class);
      server.whenFilesChange(
          () -> {
            try {
              server.reload(settings("war", war.toString(), "reload", "on"));
            } finally {
              tried.countDown();
            }
          });
      Files.write(war, Arrays.copyOf(whole, whole.length / 2));
      assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(get(server, "/page.html")).isEqualTo("one");

      Files.write(war, whole);

      awaitPage(server, "/page.html", "two");
      assertThat(deployments.getHandlers()).hasSize(1);
    }
  }

  @Test
  void reloadsWhenTheLinkOfADirectoryIsSwapped() throws Exception {
    Path link = directory.resolve("current");
    Files.createSymbolicLink(link, exploded("release-1", "one"));
    try (ConnectorServer server =
        start("war", link.toString(), "reload", "on", "reload_engine", "poll")) {
      assertThat(get(server, "/page.html")).isEqualTo("one");

      Path next = directory.resolve("next");
      Files.createSymbolicLink(next, exploded("release-2", "two"));
      Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

      awaitPage(server, "/page.html", "two");
    }
  }

  @Test
  void reloadsWhenAnExtraFileChanges() throws Exception {
    Path conf = Files.createDirectories(directory.resolve("conf/deep"));
    Path war = war("app.war", "one");
    CountDownLatch changed = new CountDownLatch(1);
    try (ConnectorServer server =
        start(
            "war",
            war.toString(),
            "reload",
            "on",
            "preload_app",
            "true",
            "reload_extra_files",
            "['" + directory + "/conf/**/*.{xml,yml}']")) {
      server.whenFilesChange(changed::countDown);

      Files.writeString(conf.resolve("new.xml"), "<new/>");

      assertThat(changed.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void servesWhatComesIntoTheDirectoryAndEndsWhatGoes() throws Exception {
    Path apps = Files.createDirectory(directory.resolve("apps"));
    war("apps/ROOT.war", "the root");
    exploded("apps/blog", "the blog");
    try (ConnectorServer server = start("webapps", apps.toString())) {
      assertThat(get(server, "/page.html")).isEqualTo("the root");
      assertThat(get(server, "/blog/page.html")).isEqualTo("the blog");
      assertThat(get(server, "/shop/page.html")).isEqualTo("404");

      war("apps/team#shop.war", "the shop");
      awaitPage(server, "/team/shop/page.html", "the shop");
      war("apps/team#shop.war", "the new shop");
      awaitPage(server, "/team/shop/page.html", "the new shop");
      Files.writeString(apps.resolve("team#shop.war"), "not a WAR");
      war("apps/other.war", "another");
      awaitPage(server, "/other/page.html", "another");
      assertThat(get(server, "/team/shop/page.html")).isEqualTo("the new shop");

      Files.delete(apps.resolve("team#shop.war"));
      awaitPage(server, "/team/shop/page.html", "404");
      assertThat(get(server, "/page.html")).isEqualTo("the root");
    }
  }

  @Test
  void aBrokenWarInTheDirectoryKeepsNobodyElseFromStarting() throws Exception {
    Path apps = Files.createDirectory(directory.resolve("apps"));
    Files.writeString(apps.resolve("bad.war"), "not a WAR");
    war("apps/good.war", "good");
    try (ConnectorServer server = start("webapps", apps.toString())) {
      assertThat(get(server, "/good/page.html")).isEqualTo("good");
      assertThat(get(server, "/bad/page.html")).isEqualTo("404");
    }
  }

  @Test
  void aReloadKeepsWhatCannotBeStartedAgain() throws Exception {
    Path apps = Files.createDirectory(directory.resolve("apps"));
    war("apps/good.war", "good");
    war("apps/broken.war", "not yet broken");
    Settings settings = settings("webapps", apps.toString());
    try (ConnectorServer server = ConnectorServer.start(settings)) {
      Files.writeString(apps.resolve("broken.war"), "not a WAR");
      war("apps/good.war", "better");

      server.reload(settings);

      assertThat(get(server, "/good/page.html")).isEqualTo("better");
      assertThat(get(server, "/broken/page.html")).isEqualTo("not yet broken");
    }
  }

  @Test
  void servesOnWhenTheDirectoryIsGoneForAWhile() throws Exception {
    Path apps = Files.createDirectory(directory.resolve("apps"));
    war("apps/ROOT.war", "the root");
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Deployments.class);
    try (ConnectorServer server = start("webapps", apps.toString())) {
      logger.addAppender(logged);
      Files.move(apps, directory.resolve("elsewhere"));
      await(() -> !logged.list.isEmpty(), "nothing is logged");

      assertThat(get(server, "/page.html")).isEqualTo("the root");
      assertThat(logged.list)
          .extracting(ILoggingEvent::getFormattedMessage, ILoggingEvent::getThrowableProxy)
          .containsExactly(
              tuple(
                  "cannot read the directory `"
                      + apps
                      + "`: not a readable directory; what is served stays",
                  null));
    } finally {
      logger.detachAppender(logged);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"100%", "%41", "my app", "shop##2", "#shop", "shop#", "a#..", "a;b", "a?b"})
  void whatHasNoPathIsReportedAndKeepsNobodyElseFromStarting(String name) throws Exception {
    Path apps = Files.createDirectory(directory.resolve("apps"));
    war("apps/" + name + ".war", "nobody asks for it");
    war("apps/greetings+.war", "greetings");
    try (CapturedLog log = new CapturedLog(Deployments.class);
        ConnectorServer server = start("webapps", apps.toString())) {
      assertThat(get(server, "/greetings+/page.html")).isEqualTo("greetings");
      assertThat(log.messages())
          .filteredOn(message -> message.contains("cannot serve"))
          .singleElement()
          .asString()
          .contains(name + ".war");
    }
  }

  @Test
  void passesOverFilesWhoseNamesBeginWithADot() throws Exception {
    Path apps = Files.createDirectory(directory.resolve("apps"));
    war("apps/shop.war", "the shop");
    war("apps/.shop.war", "half of the next shop");
    try (ConnectorServer server = start("webapps", apps.toString())) {
      assertThat(get(server, "/shop/page.html")).isEqualTo("the shop");
      assertThat(get(server, "/.shop/page.html")).isEqualTo("404");
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsSaid() {
    var problem =
        catchThrowableOfType(
            UnusableSettingException.class,
            () -> start("webapps", directory.resolve("no").toString()).close());

    assertThat(problem).hasMessageContaining("cannot read the directory");
  }

  private ConnectorServer start(String... values) {
    return ConnectorServer.start(settings(values));
  }

  private static Settings settings(String... values) {
    Map<String, String> all = new HashMap<>(Map.of("bind", "127.0.0.1:0"));
    for (int i = 0; i < values.length; i += 2) {
      all.put(values[i], values[i + 1]);
    }
    return SettingsLoader.from(all);
  }

  /** A WAR with one page, written in place. */
  private Path war(String name, String page) throws IOException {
    Path war = directory.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
      zip.putNextEntry(new ZipEntry("page.html"));
      zip.write(page.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
      zip.write("<web-app/>".getBytes(StandardCharsets.UTF_8));
    }
    return war;
  }

  private Path exploded(String name, String page) throws IOException {
    Path application = directory.resolve(name);
    Files.createDirectories(application.resolve("WEB-INF"));
    Files.writeString(application.resolve("page.html"), page);
    return application;
  }

  /** The page, or the status if there is none. */
  private String get(ConnectorServer server, String path) throws Exception {
    URI uri = server.addresses().get(0).resolve(path);
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() == 200 ? response.body() : Integer.toString(response.statusCode());
  }

  private void awaitPage(ConnectorServer server, String path, String page) throws Exception {
    await(() -> get(server, path).equals(page), path + " is not yet " + page);
  }

  private static void await(Callable<Boolean> condition, String otherwise) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(otherwise).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}

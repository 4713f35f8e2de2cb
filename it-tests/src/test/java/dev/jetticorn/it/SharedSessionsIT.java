package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Postgres;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Proxy;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.Visitor;
import dev.jetticorn.it.harness.Waiting;
import dev.jetticorn.it.harness.WarFile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code session_store = jdbc:postgresql:…}: several servers, one database. */
final class SharedSessionsIT {
  private static Postgres postgres;

  @TempDir Path directory;

  @BeforeAll
  static void startDatabase() throws Exception {
    postgres = Postgres.start();
  }

  @AfterAll
  static void stopDatabase() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void packAndForget() throws Exception {
    WarFile.of("sessions").in(directory, "app.war");
    postgres.sql("drop table if exists jetticorn_session_attribute, jetticorn_session");
  }

  private Connector node() {
    return Connector.in(directory)
        .with("--war", "app.war", "--bind", "127.0.0.1:0")
        .environment("JETTICORN_SESSION_STORE", postgres.url());
  }

  @Test
  void surviveARestart() throws Exception {
    Visitor visitor = new Visitor();
    try (RunningConnector server = node().start()) {
      visitor.see(server.url("/count"));
      visitor.see(server.url("/add?value=tea"));
      assertThat(server.stop().status()).isZero();
    }
    try (RunningConnector server = node().start()) {
      assertThat(visitor.see(server.url("/count"))).contains("count: 2\n", "cart: [tea]\n");
    }
  }

  /** Round robin, so that every request finds what the other server has done; then one is gone. */
  @Test
  void areExactBehindNginxAndAfterAKill() throws Exception {
    try (RunningConnector one = node().start();
        RunningConnector other = node().start()) {
      int port = Ports.free();
      try (Program nginx = nginx(port, one.port(), other.port())) {
        nginx.awaitErr(line -> line.contains("start worker process"));
        String url = "http://127.0.0.1:" + port + "/count";
        Visitor visitor = new Visitor();
        for (int i = 1; i <= 200; i++) {
          assertThat(visitor.see(url)).contains("count: " + i + "\n");
        }
        one.program().close();
        for (int i = 201; i <= 220; i++) {
          assertThat(visitor.see(url)).contains("count: " + i + "\n");
        }
      }
    }
  }

  @Test
  void beginOnAnEmptyDatabaseWithThreeServersAtOnce() throws Exception {
    List<Program> starting = List.of(node().launch(), node().launch(), node().launch());
    try {
      for (Program node : starting) {
        node.awaitErr(line -> line.contains("Listening at: "));
      }
      assertThat(postgres.sql("select count(*) from jetticorn_session")).isEqualTo("0\n");
    } finally {
      starting.forEach(Program::close);
    }
  }

  @Test
  void endAndChangeTheirIdEverywhere() throws Exception {
    try (RunningConnector one = node().start();
        RunningConnector other = node().start()) {
      Visitor visitor = new Visitor();
      String before = visitor.see(one.url("/count")).lines().findFirst().orElseThrow();
      String after = visitor.see(other.url("/login?value=ann"));
      assertThat(after).contains("user: ann\n", "count: 1\n").doesNotContain(before);
      other.program().awaitOut(1, line -> line.startsWith("changed " + before.substring(4)));
      assertThat(look(one, before)).isEqualTo("none\n");
      assertThat(visitor.see(one.url("/look"))).isEqualTo(after);

      visitor.see(one.url("/invalidate"));
      assertThat(visitor.see(other.url("/look"))).isEqualTo("none\n");
      one.program().awaitOut(1, line -> line.startsWith("destroyed ") && line.contains("count 1"));
    }
  }

  @Test
  void expireEverywhere() throws Exception {
    try (RunningConnector one = node().start();
        RunningConnector other = node().start()) {
      Visitor visitor = new Visitor();
      visitor.see(one.url("/count"));
      visitor.see(one.url("/timeout?value=600"));
      postgres.sql("update jetticorn_session set accessed = accessed - 590000");
      assertThat(visitor.see(other.url("/look"))).contains("count: 1\n");
      // That was a use, and began the 600 seconds anew.
      postgres.sql("update jetticorn_session set accessed = accessed - 590000");
      assertThat(visitor.see(one.url("/look"))).contains("count: 1\n");
      postgres.sql("update jetticorn_session set accessed = accessed - 600000");

      assertThat(visitor.see(other.url("/look"))).isEqualTo("none\n");
      assertThat(visitor.see(one.url("/look"))).isEqualTo("none\n");
      other.program().awaitOut(1, line -> line.startsWith("destroyed "));
      assertThat(postgres.sql("select count(*) from jetticorn_session_attribute")).isEqualTo("0\n");
    }
  }

  /** Each attribute by itself: a page's requests come at once and do not undo each other. */
  @Test
  void keepWhatConcurrentRequestsChange() throws Exception {
    try (RunningConnector one = node().start();
        RunningConnector other = node().start()) {
      Visitor visitor = new Visitor();
      visitor.see(one.url("/add?value=tea"));
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        RunningConnector node = i % 2 == 0 ? one : other;
        answers.add(visitor.ask(node.url("/set?name=a" + i + "&value=v" + i)));
      }
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }

      String all = visitor.see(other.url("/remove?name=a7"));
      assertThat(all).contains("cart: [tea]\n").doesNotContain("a7: ");
      for (int i = 0; i < 60; i++) {
        assertThat(all.contains("a" + i + ": v" + i + "\n")).isEqualTo(i != 7);
      }
      assertThat(visitor.see(one.url("/look"))).contains("a8: ").doesNotContain("a7: ");
    }
  }

  /** Changed when the response had begun, and after what a client sees of it. */
  @Test
  void areStoredBeforeTheLastByte() throws Exception {
    try (RunningConnector one = node().start();
        RunningConnector other = node().start()) {
      Visitor visitor = new Visitor();
      for (int i = 1; i <= 50; i += 2) {
        assertThat(visitor.see(one.url("/late"))).contains("count: " + i + "\n");
        assertThat(visitor.see(other.url("/late"))).contains("count: " + (i + 1) + "\n");
      }
    }
  }

  @Test
  void are503WhileTheDatabaseIsDownAndComeBack() throws Exception {
    try (RunningConnector server = node().start()) {
      Visitor visitor = new Visitor();
      visitor.see(server.url("/count"));
      postgres.stop();
      try {
        for (int i = 0; i < 20; i++) {
          assertThat(visitor.get(server.url("/count")).statusCode()).isEqualTo(503);
          assertThat(visitor.get(server.url("/invalidate")).statusCode()).isEqualTo(503);
          assertThat(new Visitor().get(server.url("/count")).statusCode()).isEqualTo(503);
          assertThat(new Visitor().see(server.url("/plain"))).isEqualTo("no session\n");
        }
      } finally {
        postgres.startAgain();
      }
      String line = server.program().awaitErr(1, text -> text.contains("[ERROR]")).get(0);
      assertThat(line).contains("sessions cannot be read or written", "(session_store)");
      assertThat(server.log().lines().filter(text -> text.contains("[ERROR]"))).hasSize(1);
      assertThat(server.log()).doesNotContain(Postgres.PASSWORD);

      assertThat(Waiting.until(() -> visitor.ask(server.url("/count")).join().statusCode() == 200))
          .isTrue();
      assertThat(visitor.see(server.url("/count"))).contains("count: 3\n");
    }
  }

  @Test
  void whatIsWrongWithTheDatabaseIsSaidAtTheStartWithoutThePassword() throws Exception {
    Finished refused =
        node().environment("JETTICORN_SESSION_STORE", postgres.url("another-secret")).run();

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("error: the database of `session_store` cannot be used")
        .contains("environment variable JETTICORN_SESSION_STORE")
        .contains("refuses the user or the password")
        .doesNotContain("another-secret");
    Finished printed = node().with("--print-config").run();
    assertThat(printed.out())
        .contains("# session_store is set, and never printed")
        .doesNotContain(Postgres.PASSWORD);
    Finished misspelt = Connector.in(directory).settings("sesion = " + postgres.url()).run();
    assertThat(misspelt.status()).isEqualTo(2);
    assertThat(misspelt.err() + misspelt.out()).doesNotContain(Postgres.PASSWORD);
  }

  @Test
  void aUserWhoMayNotChangeTheTablesIsSaidAtTheStart() throws Exception {
    try (RunningConnector server = node().start()) {
      assertThat(server.stop().status()).isZero();
    }
    postgres.sql("create role reader login password 'reader'");
    postgres.sql("grant select on jetticorn_session, jetticorn_session_attribute to reader");
    Connector reader =
        node()
            .environment(
                "JETTICORN_SESSION_STORE",
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=reader&password=reader"
                    .formatted(postgres.port()));

    for (Finished refused : List.of(reader.run(), reader.with("--check-config").run())) {
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .contains("the user may not read and change the tables", "`grant select, insert,");
    }
    postgres.sql("grant all on jetticorn_session, jetticorn_session_attribute to reader");
    try (RunningConnector server = reader.start()) {
      assertThat(new Visitor().see(server.url("/count"))).contains("count: 1\n");
    }
  }

  private static String look(RunningConnector server, String idLine) throws Exception {
    return Tool.CURL
        .run("-sS", "-H", "Cookie: JSESSIONID=" + idLine.substring(4), server.url("/look"))
        .succeeded()
        .out();
  }

  private Program nginx(int port, int... upstreams) throws Exception {
    StringBuilder servers = new StringBuilder();
    for (int upstream : upstreams) {
      servers.append("server 127.0.0.1:").append(upstream).append("; ");
    }
    return Proxy.nginx(
        directory,
        """
        upstream app { %s }
        server {
          listen 127.0.0.1:%d;
          location / { proxy_pass http://app; }
        }
        """
            .formatted(servers, port));
  }
}

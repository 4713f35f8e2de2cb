package dev.jetticorn.connector.cli;

import static dev.jetticorn.connector.cli.CommandLine.Request.HELP;
import static dev.jetticorn.connector.cli.CommandLine.Request.RUN;
import static dev.jetticorn.connector.cli.CommandLine.Request.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.jetticorn.connector.settings.load.Assignments;
import dev.jetticorn.connector.settings.load.Problem;
import dev.jetticorn.connector.settings.model.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  @Test
  void takesAFlagInEveryForm() {
    for (String[] words :
        new String[][] {
          {"--workers", "4"}, {"--workers=4"}, {"-w", "4"}, {"-w4"}, {"-w=4"}, {"--WORKERS", "4"}
        }) {
      Map<String, String> said = said(words);

      if (words[0].equals("--WORKERS")) {
        assertThat(said).isEmpty();
      } else {
        assertThat(said).as(String.join(" ", words)).containsExactly(entry("workers", "4"));
      }
    }
  }

  /** The flags of gunicorn 26.1 for the settings that work. */
  @Test
  void takesGunicornsOwnFlags() {
    assertThat(
            said(
                "-c",
                "a",
                "-b",
                "b",
                "-w",
                "1",
                "-k",
                "sync",
                "-p",
                "pid",
                "--keep-alive",
                "5",
                "--access-logfile",
                "-",
                "--access-logformat",
                "f",
                "--error-logfile",
                "e",
                "--log-level",
                "debug",
                "--limit-request-field_size",
                "9"))
        .containsExactly(
            entry("config", "a"),
            entry("bind", "b"),
            entry("workers", "1"),
            entry("worker_class", "sync"),
            entry("pidfile", "pid"),
            entry("keepalive", "5"),
            entry("accesslog", "-"),
            entry("access_log_format", "f"),
            entry("errorlog", "e"),
            entry("loglevel", "debug"),
            entry("limit_request_field_size", "9"));
    assertThat(said("--pid", "x", "--log-file", "y"))
        .containsExactly(entry("pidfile", "x"), entry("errorlog", "y"));
  }

  @Test
  void theWordWithoutAFlagIsTheWebApplication() {
    assertThat(said("-w", "4", "app.war", "--reuse-port"))
        .containsExactly(
            entry("workers", "4"), entry("war", "app.war"), entry("reuse_port", "true"));
    assertThat(said("--", "--strange.war")).containsExactly(entry("war", "--strange.war"));
  }

  @Test
  void aSecondWebApplicationIsAProblem() {
    assertThat(problems("a.war", "b.war"))
        .singleElement()
        .asString()
        .startsWith("error: unexpected word `b.war`");
  }

  @Test
  void aSwitchTakesItsValueAfterAnEqualsSignAlone() {
    assertThat(said("--check-config", "app.war"))
        .containsExactly(entry("check_config", "true"), entry("war", "app.war"));
    assertThat(said("--check-config=false")).containsExactly(entry("check_config", "false"));
  }

  @Test
  void aLaterFlagReplacesAnEarlierOneAndBindGrows() {
    assertThat(said("-w", "1", "--workers", "2", "-b", "one:1", "--bind=two:2"))
        .containsExactly(entry("workers", "2"), entry("bind", "one:1,two:2"));
  }

  @Test
  void dashesAndNegativeNumbersAreValues() {
    assertThat(said("--accesslog", "-", "-w", "-1"))
        .containsExactly(entry("accesslog", "-"), entry("workers", "-1"));
  }

  @Test
  void aFlagIsNoValue() {
    for (String next : List.of("--threads=2", "-b", "--nonsense")) {
      assertThat(problems("--workers", next))
          .as(next)
          .first()
          .asString()
          .startsWith("error: flag `--workers` needs a value");
    }
  }

  @Test
  void anUnknownFlagTakesItsValueWithItAndDoesNotShowIt() {
    List<Problem> problems = problems("--keyfile-pasword", "hunter2", "--pasword=hunter2", "-z9");

    assertThat(problems).hasSize(3);
    assertThat(problems.toString())
        .contains("did you mean `--keyfile-password`?")
        .contains("unknown flag `--pasword`")
        .contains("unknown flag `-z`")
        .doesNotContain("hunter2");
  }

  @Test
  void aRefusedSwitchDoesNotSwallowTheWebApplication() {
    assertThat(said("--daemon", "app.war"))
        .containsExactly(entry("daemon", ""), entry("war", "app.war"));
    assertThat(said("-u", "www-data", "app.war"))
        .containsExactly(entry("user", ""), entry("war", "app.war"));
  }

  @Test
  void knowsQuestions() {
    assertThat(parse("--help").request()).isEqualTo(HELP);
    assertThat(parse("-h", "bind").topic()).contains("bind");
    assertThat(parse("-w", "1", "-v").request()).isEqualTo(VERSION);
    assertThat(parse().request()).isEqualTo(RUN);
  }

  @Test
  void splitsTheVariableAsAShellDoes() {
    Assignments read =
        CommandLine.parseVariable(
            "--access-logformat '%(h)s \"%(r)s\"'  -b \"[::1]:80\"\t-p a\\ b --war=''",
            Registry.installed());

    assertThat(said(read))
        .containsExactly(
            entry("access_log_format", "%(h)s \"%(r)s\""),
            entry("bind", "[::1]:80"),
            entry("pidfile", "a b"),
            entry("war", ""));
  }

  @Test
  void anOpenQuotationMarkIsAProblemThatShowsNothing() {
    Assignments read =
        CommandLine.parseVariable("--keyfile-password 'hunter2", Registry.installed());

    assertThat(read.assignments()).isEmpty();
    assertThat(read.problems())
        .singleElement()
        .hasToString(
            """
            error: JETTICORN_CMD_ARGS cannot be split into words
             --> environment variable JETTICORN_CMD_ARGS
              |
              | a quotation mark is not closed""");
  }

  @Test
  void aQuestionCannotStandInTheVariable() {
    assertThat(CommandLine.parseVariable("--version", Registry.installed()).problems())
        .singleElement()
        .asString()
        .startsWith("error: `--version` cannot stand in JETTICORN_CMD_ARGS");
  }

  private static CommandLine parse(String... words) {
    return CommandLine.parse(List.of(words), Registry.installed());
  }

  private static List<Problem> problems(String... words) {
    return parse(words).assignments().problems();
  }

  private static Map<String, String> said(String... words) {
    return said(parse(words).assignments());
  }

  private static Map<String, String> said(Assignments read) {
    var said = new LinkedHashMap<String, String>();
    read.assignments().forEach(assignment -> said.put(assignment.name(), assignment.text()));
    return said;
  }

  @Test
  void aFlagMayMeanNo() {
    assertThat(said("--no-sendfile", "app.war"))
        .containsExactly(entry("sendfile", "false"), entry("war", "app.war"));
    assertThat(said("--no_sendfile")).containsExactly(entry("sendfile", "false"));
    assertThat(said("-e", "a=1", "--env", "b=2")).containsExactly(entry("raw_env", "a=1,b=2"));
  }
}

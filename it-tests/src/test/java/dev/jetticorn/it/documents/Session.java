package dev.jetticorn.it.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Postgres;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Repository;
import dev.jetticorn.it.harness.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * A reader who follows one document from top to bottom, in one directory. A server stays up until
 * the next one is started.
 */
final class Session {
  /** The first block of README builds the whole project. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int SIGTERM = 128 + 15;

  private static final Pattern PORT =
      Pattern.compile("(?<before>:|listen )(?<port>8000|8001|8443|443|5432)\\b");
  private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("public (?:final )?(?:class|record|interface|enum) (\\w+)");

  private final Path directory;
  private final Map<String, String> ports = new LinkedHashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final List<Program> proxies = new ArrayList<>();
  private Optional<Program> server = Optional.empty();
  private Optional<Postgres> database = Optional.empty();
  private String said = "";
  private int section;

  /** A session in a directory that has {@code connector.jar}, {@code app.war} and a certificate. */
  Session(Path directory) throws Exception {
    this.directory = directory;
    for (String port : List.of("8000", "8001", "8443", "443")) {
      ports.put(port, Integer.toString(Ports.free()));
    }
    Files.copy(Repository.connectorJar(), directory.resolve("connector.jar"));
    CertificateFiles files = CertificateFiles.in(directory);
    Path live = Files.createDirectories(directory.resolve("etc/letsencrypt/live/example.com"));
    Files.copy(files.certificate(), live.resolve("fullchain.pem"));
    Files.copy(files.key(), live.resolve("privkey.pem"));
    environment.put("JETTICORN_BIND", "127.0.0.1:" + ports.get("8000"));
    // As on a terminal, where curl draws no progress bar between the lines of its output.
    Files.writeString(directory.resolve(".curlrc"), "silent\nshow-error\n");
    environment.put("CURL_HOME", directory.toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put(
        "PATH",
        Repository.java().getParent()
            + ":"
            + Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  /** Does what a reader does with this block; {@code next} may show what it says. */
  void follow(Block block, Optional<Block> next) throws Exception {
    if (block.section() != section) {
      section = block.section();
      // A configuration belongs to the section that shows it.
      Files.deleteIfExists(directory.resolve("server.properties"));
    }
    switch (block.language()) {
      case "sh" -> command(block, next.filter(b -> b.language().equals("text")));
      case "text" -> assertThat(lines(said)).as("%s", block).matches(expected(block.text()));
      case "properties" -> properties(block);
      case "java" -> java(block);
      case "python" -> python(block);
      case "sql" -> sql(block);
      case "nginx" -> nginx(block);
      case "haproxy" -> haproxy(block);
      case "xml" -> xml(block);
      case "ini" -> unit(block);
      default -> throw new AssertionError("no rule says how to test this block: " + block);
    }
  }

  private void command(Block block, Optional<Block> shown) throws Exception {
    boolean talksToTheServer = block.text().contains("connector.jar ctl ");
    if (!talksToTheServer
        && (block.text().contains("java -jar") || block.text().contains("java -cp"))) {
      stopServer();
    }
    // One stream, so that what is said has an order.
    Program program =
        Tool.BASH.start(
            directory,
            environment,
            "-eu",
            "-o",
            "pipefail",
            "-c",
            "exec 2>&1\n" + mapped(block.text()));
    if (program.saysOnOut(line -> line.contains("Listening at"), PATIENCE)) {
      server = Optional.of(program);
      said = program.out();
      return;
    }
    Finished finished = program.finish(PATIENCE);
    said = finished.all();
    boolean mustFail = shown.filter(b -> b.text().startsWith("error: ")).isPresent();
    assertThat(finished.status() != 0).as("%s%n%s", block, finished).isEqualTo(mustFail);
  }

  private void properties(Block block) throws Exception {
    Files.writeString(directory.resolve("server.properties"), mapped(block.text()));
    Finished check = Connector.in(directory).with("--check-config").run();
    assertThat(check.status()).as("%s%n%s", block, check).isZero();
  }

  private void java(Block block) throws IOException {
    Matcher type = PUBLIC_TYPE.matcher(block.text());
    assertThat(type.find()).as("a public type in %s", block).isTrue();
    Path source = directory.resolve(type.group(1) + ".java");
    Files.writeString(source, mapped(block.text()));
    Compilation.of(List.of(source), directory.resolve("classes"));
  }

  private void python(Block block) throws Exception {
    Path script = directory.resolve("script.py");
    Files.writeString(script, mapped(block.text()));
    said = Tool.PYTHON.run(directory, script.toString()).succeeded().all();
  }

  private void sql(Block block) throws Exception {
    if (database.isEmpty()) {
      Postgres postgres = Postgres.start();
      database = Optional.of(postgres);
      ports.put("5432", Integer.toString(postgres.port()));
    }
    // Each by itself: a database cannot be made together with something else.
    for (String statement : END_OF_STATEMENT.splitAsStream(block.text()).toList()) {
      database.get().sql(statement);
    }
  }

  private void nginx(Block block) throws Exception {
    proxies.forEach(Program::close);
    proxies.clear();
    Path file = directory.resolve("nginx.conf");
    Files.writeString(
        file,
        """
        daemon off;
        pid nginx.pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path temp/body;
          proxy_temp_path temp/proxy;
          fastcgi_temp_path temp/fastcgi;
          uwsgi_temp_path temp/uwsgi;
          scgi_temp_path temp/scgi;
        """
            + mapped(block.text())
            + "}\n");
    Files.createDirectories(directory.resolve("temp"));
    // Without -e, nginx first tries a log file that only root may write.
    String[] words = {"-e", "stderr", "-p", directory + "/", "-c", file.toString()};
    List<String> test = new ArrayList<>(List.of(words));
    test.add("-t");
    Tool.NGINX.run(directory, test.toArray(String[]::new)).succeeded();
    proxies.add(Tool.NGINX.start(directory, Map.of(), words));
  }

  private void haproxy(Block block) throws Exception {
    proxies.forEach(Program::close);
    proxies.clear();
    Path file = directory.resolve("haproxy.cfg");
    Files.writeString(file, mapped(block.text()));
    Tool.HAPROXY.run(directory, "-c", "-f", file.toString()).succeeded();
    proxies.add(Tool.HAPROXY.start(directory, Map.of(), "-f", file.toString()));
  }

  private void xml(Block block) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var text = new ByteArrayInputStream(block.text().getBytes(UTF_8));
    Element root = factory.newDocumentBuilder().parse(text).getDocumentElement();
    switch (root.getTagName()) {
      case "dependency" -> {
        String artifact = child(root, "artifactId");
        assertThat(child(root, "groupId")).isEqualTo("dev.jetticorn");
        Repository.built(
            "%s/target/%s-%s.jar".formatted(artifact, artifact, child(root, "version")));
      }
      case "configuration" -> Files.writeString(directory.resolve("logback.xml"), block.text());
      default -> throw new AssertionError("no rule says how to test this block: " + block);
    }
  }

  private static String child(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }

  private void unit(Block block) throws Exception {
    String kind = block.text().contains("[Socket]") ? "socket" : "service";
    Path unit = directory.resolve("jetticorn." + kind);
    Files.writeString(unit, mapped(block.text()));
    Finished verify = Tool.SYSTEMD_ANALYZE.run(directory, "verify", unit.toString());
    assertThat(verify.status()).as("%s%n%s", block, verify).isZero();
    assertThat(verify.err()).as("%s", block).doesNotContain(unit.toString());
  }

  private String mapped(String text) {
    return PORT.matcher(text)
        .replaceAll(found -> found.group(1) + ports.get(found.group(2)))
        .replace("/etc/letsencrypt", directory + "/etc/letsencrypt")
        .replace("/opt/jetticorn", directory.toString())
        .replace("/usr/bin/java", Repository.java().toString());
  }

  /** What was said, with the ports of the document. */
  private String lines(String text) {
    String[] result = {text};
    ports.forEach((port, mine) -> result[0] = result[0].replace(":" + mine, ":" + port));
    return result[0].lines().map(String::stripTrailing).reduce("", (all, l) -> all + l + "\n");
  }

  /** A line that is {@code …} stands for any lines, and in a line for any text. */
  private static String expected(String text) {
    StringBuilder pattern = new StringBuilder("(?s)");
    for (String line : text.lines().map(String::stripTrailing).toList()) {
      if (line.equals("…")) {
        pattern.append("(?:.*\n)?");
      } else {
        pattern.append(Pattern.quote(line).replace("…", "\\E[^\n]*\\Q")).append("\n");
      }
    }
    return pattern.toString();
  }

  private void stopServer() throws Exception {
    if (server.isPresent()) {
      server.get().terminateAll();
      Finished finished = server.get().finish();
      server = Optional.empty();
      // A program of the reader's that a signal ends has the status of a JVM that one ends.
      int expected = finished.command().contains("-jar ") ? 0 : SIGTERM;
      assertThat(finished.status()).as("%s", finished).isEqualTo(expected);
    }
  }

  /** Stops what the document started; a server must stop well. */
  void end() throws Exception {
    proxies.forEach(Program::close);
    stopServer();
    if (database.isPresent()) {
      database.get().close();
      database = Optional.empty();
    }
  }
}

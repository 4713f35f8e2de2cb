package dev.jetticorn.connector.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.settings.SocketSettings;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {
  @TempDir private Path directory;

  private static String convert(String python) {
    return Conversion.of(Registry.installed(), "gunicorn.conf.py", python);
  }

  /** The lines that are no comments. */
  private static List<String> said(String python) {
    return convert(python)
        .lines()
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private Settings loaded(String python) throws IOException {
    Path file = directory.resolve("server.properties");
    Files.writeString(file, convert(python));
    return SettingsLoader.fromFile(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "workers = 4 | workers = 4",
        "workers = 2 * 3 + 1 | workers = 7",
        "workers = (2 + 3) * 2 | workers = 10",
        "workers = 17 // 4 | workers = 4",
        "workers = 2 ** 3 % 5 | workers = 3",
        "workers = 0x10 | workers = 16",
        "backlog = 2_048 | backlog = 2048",
        "workers: int = 3 | workers = 3",
        "timeout = 1e2 | timeout = 100",
        "keepalive = 5.0 | keepalive = 5",
        "bind = '127.0.0.1:8000' | bind = 127.0.0.1:8000",
        "bind = '127.0.0.1' ':8000' | bind = 127.0.0.1:8000",
        "bind = '127.0.0.1' + \":8000\" | bind = 127.0.0.1:8000",
        "bind = ['127.0.0.1:1', '[::1]:2',] | bind = 127.0.0.1:1, [::1]:2",
        "bind = 'a:1', 'b:2' | bind = a:1, b:2",
        "proxy_allow_ips = ('10.0.0.1') | proxy_allow_ips = 10.0.0.1",
        "reuse_port = True | reuse_port = True",
        "accesslog = None | accesslog = None",
        "certfile = r'C:\\x.pem' | certfile = C:\\\\x.pem",
        "pidfile = '/run/\\x61.pid' | pidfile = /run/a.pid",
        "pidfile = \"\"\"/run/a.pid\"\"\" | pidfile = /run/a.pid",
        "pidfile = '/run/it\\'s' | pidfile = /run/it's",
        "pidfile = ' a ' | pidfile = \" a \"",
        "raw_env = ['a=1', 'b=2,3'] | raw_env = a=1, \"b=2,3\"",
        "secure_scheme_headers = {'X-SSL': 'on', 'X-P': 'https'} | secure_scheme_headers = X-SSL: on, X-P: https",
        "control_socket_mode = 0o660 | control_socket_mode = 0o660",
        "threads = 2; workers = 3 # comment | threads = 2, workers = 3",
      })
  void saysLiteralsAsTheyAre(String python, String expected) throws IOException {
    assertThat(String.join(", ", said(python))).isEqualTo(expected);
    loaded(python);
  }

  @Test
  void readsOverLinesAndFollowsNames() throws IOException {
    String python =
        """
        # -*- coding: utf-8 -*-
        port = 8080
        per_core = 2
        workers = per_core * 4
        bind = [
            "0.0.0.0:8080",  # everywhere
            'unix:/run/app.sock',
        ]
        threads = 1 + \\
            1
        """;

    assertThat(said(python))
        .containsExactly("workers = 8", "bind = 0.0.0.0:8080, unix:/run/app.sock", "threads = 2");
    assertThat(loaded(python).get(SocketSettings.BIND)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workers = multiprocessing.cpu_count() * 2 + 1",
        "workers = int(os.environ.get('WEB_CONCURRENCY', 2))",
        "bind = f'0.0.0.0:{port}'",
        "workers = 4 if debug else 2",
        "workers = [n for n in (1, 2)]",
        "workers = lambda: 3",
        "workers = cores",
        "workers = (((",
        "workers =",
        "workers = 1 / 0",
        "workers = 9 ** 9 ** 9",
        "workers = 1e999999999",
        "workers = b'4'",
        "bind = 'not closed",
        "workers = -1",
        "if True:\n    workers = 4",
        "def pre_request(worker, req):\n    workers = 4\n\n    return 5",
        "import os, sys",
        "workers += 1",
        "preload = 1",
        "user = 'www-data'",
        "worker_class = 'uvicorn.workers.UvicornWorker'",
        "'''workers = 4\nthreads = 2'''",
        "config = 'other.py'",
        "check_config = True",
        "\u0000\u0007 = \n )]} ; ; = 3",
      })
  void makesACommentOfTheRest(String python) throws IOException {
    assertThat(said(python)).isEmpty();
    assertThat(convert(python)).contains("# line ", ", not converted: ");
    loaded(python);
  }

  @Test
  void saysWhatToDo() {
    assertThat(convert("workers = multiprocessing.cpu_count() * 2 + 1"))
        .contains(
            "# line 1, not converted: a call, which only Python can make: write what it comes to, or"
                + " set the environment variable JETTICORN_WORKERS",
            "#   workers = multiprocessing.cpu_count() * 2 + 1");
    assertThat(convert("bind = os.environ['BIND']")).contains("JETTICORN_BIND, or write the value");
    assertThat(convert("max_requests = 1000")).contains("leave it out");
    assertThat(convert("def when_ready(server):\n    server.log.info('x')"))
        .contains("dev.jetticorn.bridge.ServerListener", "#       server.log.info('x')");
    assertThat(convert("workers = -1")).contains("below the minimum");
  }

  @Test
  void takesTheLastOfSeveral() {
    String converted = convert("workers = 1\nworkers = 2\n");

    assertThat(said("workers = 1\nworkers = 2\n")).containsExactly("workers = 2");
    assertThat(converted).contains("# line 1, not converted: set again in line 2");
  }

  /** The certificate is not known, so its key would be a problem. */
  @Test
  void leavesOutWhatDoesNotGoTogether() throws IOException {
    String python = "certfile = os.environ['CERT']\nkeyfile = '/etc/server.key'\n";

    assertThat(said(python)).isEmpty();
    assertThat(convert(python)).contains("`keyfile` needs `certfile`");
    loaded(python);
  }

  @Test
  void staysStandingWhateverIsNested() {
    assertThat(said("workers = " + "(".repeat(100_000))).isEmpty();
    assertThat(said("workers = " + "-".repeat(100_000) + "1")).isEmpty();
    assertThat(said("workers = " + "2 ** ".repeat(100_000) + "1")).isEmpty();
  }
}

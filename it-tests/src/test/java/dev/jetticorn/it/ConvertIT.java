package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations as they are found in the wild. */
@Timeout(60)
final class ConvertIT {
  private static final String TYPICAL =
      """
      \"\"\"gunicorn WSGI server configuration.\"\"\"
      import multiprocessing
      from os import environ as env

      bind = "127.0.0.1:0"
      workers = multiprocessing.cpu_count() * 2 + 1
      threads = 2 * 4
      worker_class = "gthread"
      worker_connections = 1000
      max_requests = 1000
      max_requests_jitter = 50
      timeout = 30
      graceful_timeout = 30
      keepalive = 5
      accesslog = "-"
      errorlog = "-"
      loglevel = "info"
      access_log_format = '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s"'
      """;

  private static final String DJANGO =
      """
      # Django behind nginx
      command = '/home/django/venv/bin/gunicorn'
      pythonpath = '/home/django/app'
      chdir = "."
      bind = ['127.0.0.1:0']
      workers = 3
      user = 'django'
      group = 'www-data'
      umask = 0o007
      daemon = False
      raw_env = ['DJANGO_SETTINGS_MODULE=app.settings', "SECRET=a,b"]
      forwarded_allow_ips = '127.0.0.1'
      secure_scheme_headers = {
          'X-FORWARDED-PROTOCOL': 'ssl',
          'X-FORWARDED-PROTO': 'https',
          'X-FORWARDED-SSL': 'on',
      }
      limit_request_line = 4094
      proc_name = 'django'
      preload_app = True
      """;

  private static final String HOOKS =
      """
      import os

      bind = os.environ.get("BIND", "0.0.0.0:8000")
      certfile = os.path.join(os.path.dirname(__file__), "server.crt")
      keyfile = "server.key"
      reload = False
      loglevel = "debug" if os.getenv("DEBUG") else "info"

      if os.getenv("WORKERS"):
          workers = int(os.environ["WORKERS"])
      else:
          workers = 2

      def on_starting(server):
          server.log.info("starting")


      def post_fork(server, worker):
          server.log.info("Worker spawned (pid: %s)", worker.pid)

          if True:
              pass

      def worker_abort(worker):
          worker.log.info("worker received SIGABRT signal")
      """;

  @TempDir private Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @ParameterizedTest
  @ValueSource(strings = {TYPICAL, DJANGO, HOOKS})
  void whatIsPrintedLoads(String python) throws Exception {
    Files.writeString(directory.resolve("gunicorn.conf.py"), python);
    Finished printed = Connector.in(directory).with("--convert", "gunicorn.conf.py").run();
    assertThat(printed.status()).as("%s", printed).isZero();
    assertThat(printed.err()).isEmpty();

    Finished checked =
        Connector.in(directory)
            .settings(printed.out())
            .with("--war", "app.war", "--check-config")
            .run();

    assertThat(checked.status()).as("%s%n%s", printed, checked).isZero();
    assertThat(checked.err()).isEmpty();
  }

  @Test
  void whatIsPrintedServes() throws Exception {
    Files.writeString(directory.resolve("gunicorn.conf.py"), TYPICAL);
    Finished printed = Connector.in(directory).with("--convert=gunicorn.conf.py").run();

    assertThat(printed.out())
        .contains("bind = 127.0.0.1:0\n", "threads = 8\n", "worker_class = gthread\n")
        .contains("# line 6, not converted: a call")
        .contains("# line 10, not converted: one process serves for ever");
    try (RunningConnector server =
        Connector.in(directory).settings(printed.out()).with("app.war").start()) {
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
      assertThat(server.log()).contains("gthread (platform threads, at most 8 requests at a time)");
    }
  }

  @Test
  void saysThatThereIsNoSuchFile() throws Exception {
    Finished command = Connector.in(directory).with("--convert", "nowhere.py").run();

    assertThat(command.status()).isEqualTo(1);
    assertThat(command.err()).contains("error: `nowhere.py` cannot be read");
    assertThat(Connector.in(directory).with("--convert").run().status()).isEqualTo(2);
  }

  @Test
  void aFileInAnotherEncodingIsAnErrorThatSaysSo() throws Exception {
    Files.write(directory.resolve("latin1.py"), new byte[] {'#', (byte) 0xFC, '\n'});

    Finished command = Connector.in(directory).with("--convert", "latin1.py").run();

    assertThat(command.status()).isEqualTo(1);
    assertThat(command.err()).contains("it is not UTF-8");
  }
}

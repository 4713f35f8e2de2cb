package dev.jetticorn.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A real proxy in front of the server, and the client of one that has just been started. */
public final class Proxy {
  private Proxy() {}

  /**
   * Starts nginx.
   *
   * @param http what stands in its block {@code http}
   */
  public static Program nginx(Path directory, String http) throws IOException {
    Path configuration =
        Files.writeString(
            directory.resolve("nginx.conf"),
            """
            # Only obeyed when root runs the tests, who alone may open the directory then.
            user root;
            daemon off;
            pid nginx.pid;
            error_log stderr notice;
            events {}
            http {
              access_log off;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f;
              uwsgi_temp_path u; scgi_temp_path s;
            %s
            }
            """
                .formatted(http));
    return Tool.NGINX.start(
        directory, Map.of(), "-e", "stderr", "-p", directory + "/", "-c", configuration.toString());
  }

  /**
   * Starts HAProxy.
   *
   * @param mode {@code http} or {@code tcp}
   * @param sections what stands behind {@code defaults}
   */
  public static Program haproxy(Path directory, String mode, String sections) throws IOException {
    Path configuration =
        Files.writeString(
            directory.resolve("haproxy.cfg"),
            """
            defaults
              mode %s
              timeout connect 10s
              timeout client 30s
              timeout server 30s
            %s
            """
                .formatted(mode, sections));
    return Tool.HAPROXY.start(directory, Map.of(), "-f", configuration.toString());
  }

  /** Has curl ask, and ask again as long as the proxy does not listen yet. */
  public static Finished curl(String... arguments) throws InterruptedException {
    Stream<String> patient =
        Stream.of("-sS", "--retry", "20", "--retry-connrefused", "--retry-delay", "1");
    return Tool.CURL
        .run(Stream.concat(patient, Stream.of(arguments)).toArray(String[]::new))
        .succeeded();
  }
}

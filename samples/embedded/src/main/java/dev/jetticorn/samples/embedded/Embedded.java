package dev.jetticorn.samples.embedded;

import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import java.util.Map;

/** Serves {@link HelloServlet} over HTTP/2 until it is stopped. */
public final class Embedded {
  private Embedded() {}

  /**
   * Runs the program.
   *
   * @param arguments nothing
   */
  public static void main(String[] arguments) throws InterruptedException {
    ConnectorServer server = start(Map.of("bind", "127.0.0.1:8443", "certfile", "self-signed"));
    // Requests in progress get the time of `graceful_timeout` to end.
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println("Listening at " + server.addresses());
    server.join();
  }

  /** Starts the server with these settings, the same names and values as in server.properties. */
  static ConnectorServer start(Map<String, String> settings) {
    return ConnectorServer.start(
        SettingsLoader.from(settings),
        WebApplication.servlets(Map.of("/hello", new HelloServlet())));
  }
}

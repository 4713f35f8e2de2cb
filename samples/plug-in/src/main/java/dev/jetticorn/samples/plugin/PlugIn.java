package dev.jetticorn.samples.plugin;

import dev.jetticorn.connector.server.ConnectorPlugIn;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Adds HTTP/2 with all its features to a Jetty server that is there already. */
public final class PlugIn {
  private PlugIn() {}

  /**
   * Runs the program.
   *
   * @param arguments nothing
   */
  public static void main(String[] arguments) throws Exception {
    Server server = existingServer(8080);
    ConnectorPlugIn plugIn =
        addTo(server, Map.of("bind", "127.0.0.1:8443", "certfile", "self-signed"));
    server.setStopAtShutdown(true);
    server.start();
    System.out.println("Listening at " + plugIn.addresses() + ", and as before");
    server.join();
  }

  /** What somebody has built with Jetty alone: threads, a port, and a web application. */
  static Server existingServer(int port) {
    var server = new Server();
    var http = new ServerConnector(server);
    http.setHost("127.0.0.1");
    http.setPort(port);
    server.addConnector(http);
    var application = new ServletContextHandler("/shop");
    application.addServlet(new HelloServlet(), "/hello");
    server.setHandler(application);
    return server;
  }

  /** The one call: the listeners of {@code bind}, and the request attributes on every listener. */
  static ConnectorPlugIn addTo(Server server, Map<String, String> settings) {
    return ConnectorPlugIn.addTo(server, SettingsLoader.from(settings));
  }
}

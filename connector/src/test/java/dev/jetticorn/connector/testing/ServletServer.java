package dev.jetticorn.connector.testing;

import dev.jetticorn.connector.request.HintPolicy;
import dev.jetticorn.connector.request.RequestAttributes;
import dev.jetticorn.connector.server.http2.Http2ConnectionFactory;
import dev.jetticorn.connector.server.http2.Http2RequestHandler;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Servlets behind our request attributes, on a port for HTTP/1.x and one for HTTP/2. */
public final class ServletServer implements AutoCloseable {
  /** The body of a servlet. */
  @FunctionalInterface
  public interface Service {
    void serve(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;
  }

  private final Server server = new Server();
  private final HttpConfiguration http1Configuration = new HttpConfiguration();
  private final HttpConfiguration http2Configuration = new HttpConfiguration();
  private final Http2ConnectionFactory http2 =
      new Http2ConnectionFactory(http2Configuration, "h2c");
  private final ServerConnector http1Connector =
      new ServerConnector(server, 1, 1, new HttpConnectionFactory(http1Configuration));
  private final ServerConnector http2Connector = new ServerConnector(server, 1, 1, http2);
  private final ServletContextHandler context = new ServletContextHandler("/");
  private HintPolicy hints = HintPolicy.EVERYONE;

  public static ServletServer with(String path, Service service) {
    return new ServletServer().and(path, service);
  }

  public ServletServer and(String path, Service service) {
    HttpServlet servlet =
        new HttpServlet() {
          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response)
              throws ServletException, IOException {
            service.serve(request, response);
          }
        };
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, path);
    return this;
  }

  public ServletServer filtered(Filter filter) {
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
    return this;
  }

  public ServletServer hints(HintPolicy policy) {
    hints = policy;
    return this;
  }

  public ServletServer http2(Consumer<Http2ConnectionFactory> change) {
    change.accept(http2);
    return this;
  }

  public ServletServer http2Configuration(Consumer<HttpConfiguration> change) {
    change.accept(http2Configuration);
    return this;
  }

  public ServletServer http1(Consumer<HttpConfiguration> change) {
    change.accept(http1Configuration);
    return this;
  }

  /** How long a connection may be without progress. */
  public ServletServer idleTimeout(Duration timeout) {
    http1Connector.setIdleTimeout(timeout.toMillis());
    http2Connector.setIdleTimeout(timeout.toMillis());
    return this;
  }

  /** Serves requests in virtual threads; to be asked for only where the JDK has them. */
  public ServletServer virtualThreads() {
    ((QueuedThreadPool) server.getThreadPool())
        .setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    return this;
  }

  public ServletServer context(Consumer<ServletContextHandler> change) {
    change.accept(context);
    return this;
  }

  public ServletServer start() throws Exception {
    http1Connector.setHost("127.0.0.1");
    http2Connector.setHost("127.0.0.1");
    server.addConnector(http1Connector);
    server.addConnector(http2Connector);
    server.setHandler(new Http2RequestHandler(new RequestAttributes(hints, context)));
    server.start();
    return this;
  }

  public Http1Client http1() throws IOException {
    return Http1Client.connect(http1Connector.getLocalPort());
  }

  public FrameClient http2() throws IOException {
    return FrameClient.connect(http2Port());
  }

  public int http2Port() {
    return http2Connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
  }
}

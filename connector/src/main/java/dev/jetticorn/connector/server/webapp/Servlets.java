package dev.jetticorn.connector.server.webapp;

import dev.jetticorn.connector.server.handler.RequestThreads;
import dev.jetticorn.connector.server.prefix.PrefixedServlets;
import dev.jetticorn.connector.server.session.SessionStores;
import dev.jetticorn.connector.settings.model.Settings;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.annotation.MultipartConfig;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.slf4j.LoggerFactory;

/** Servlets by URL pattern, without a WAR around them. */
record Servlets(Map<String, Servlet> byPattern) implements WebApplication {

  @Override
  public void check(Settings settings) {
    TemporaryDirectory.check(settings);
  }

  @Override
  public Handler handler(Settings settings) {
    ServletContextHandler context = new PrefixedServlets(WebApplication.contextPath(settings));
    context.setTempDirectory(TemporaryDirectory.create(settings).toFile());
    context.setErrorHandler(new ErrorPages());
    SessionStores.use(context, settings);
    // For ServletContext.log: Jetty's own logger keeps back what is no warning.
    context.setLogger(LoggerFactory.getLogger("application"));
    context.getSessionHandler().setHttpOnly(true);
    RequestThreads.watch(context, settings);
    SystemProperties.set(settings);
    SessionTimeout.set(context.getSessionHandler(), settings);
    byPattern.forEach((pattern, servlet) -> context.addServlet(holder(servlet), pattern));
    return context;
  }

  @Override
  public RuntimeException notStarted(Settings settings, Exception failure) {
    return new IllegalStateException("the servlets did not start", failure);
  }

  /** Annotations are not scanned without a WAR, so the ones that change a servlet are read here. */
  private static ServletHolder holder(Servlet servlet) {
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    MultipartConfig multipart = servlet.getClass().getAnnotation(MultipartConfig.class);
    if (multipart != null) {
      holder.getRegistration().setMultipartConfig(new MultipartConfigElement(multipart));
    }
    return holder;
  }
}

package dev.jetticorn.it.application.deployed;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Says when the application ends, and does not start when its version is {@code broken} or {@code
 * incomplete}.
 */
@WebListener
public final class Life implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    switch (Version.of(event.getServletContext())) {
      case "broken" -> throw new IllegalStateException("this version is broken");
      case "incomplete" -> throw new NoClassDefFoundError("this version is broken");
      default -> {}
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    System.out.println("stopped version " + Version.of(event.getServletContext()));
  }
}

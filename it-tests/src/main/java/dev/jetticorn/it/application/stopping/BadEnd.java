package dev.jetticorn.it.application.stopping;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Does what the file {@code WEB-INF/end} says: {@code never}, {@code error} or {@code exit}. */
@WebListener
public final class BadEnd implements ServletContextListener {
  /** What the process then ends with. */
  private static final int STATUS = 7;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    if (end(event.getServletContext()).equals("exit")) {
      new Thread(() -> System.exit(STATUS)).start();
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    switch (end(event.getServletContext())) {
      case "never" -> awaitForEver();
      case "error" -> throw new StackOverflowError("this is how it ends");
      default -> {}
    }
  }

  private static void awaitForEver() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // Whoever wants it to end.
      }
    }
  }

  private static String end(ServletContext context) {
    try (InputStream file = context.getResourceAsStream("/WEB-INF/end")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

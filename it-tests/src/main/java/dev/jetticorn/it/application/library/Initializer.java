package dev.jetticorn.it.application.library;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Found by the service loader; adds a servlet that names the classes it was handed. */
@HandlesTypes(Greeter.class)
public final class Initializer implements ServletContainerInitializer {
  @Override
  public void onStartup(@Nullable Set<Class<?>> greeters, ServletContext context) {
    String names =
        greeters == null
            ? "none"
            : String.join(" ", greeters.stream().map(Class::getSimpleName).sorted().toList());
    context.addServlet("by initializer", new ByInitializer(names)).addMapping("/by-initializer");
  }

  private static final class ByInitializer extends HttpServlet {
    private final String names;

    ByInitializer(String names) {
      this.names = names;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.getWriter().println("added by an initializer, which saw: " + names);
    }
  }
}

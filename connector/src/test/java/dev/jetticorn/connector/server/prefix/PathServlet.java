package dev.jetticorn.connector.server.prefix;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says by which paths it was reached, or reaches itself again; its path says how. */
final class PathServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  static Map<String, PathServlet> everywhere() {
    return List.of(
            "/a/*",
            "/async",
            "/async-other",
            "/async-path",
            "/async-wrapped",
            "/context-forward",
            "/cookie",
            "/dir/redirect",
            "/error",
            "/field",
            "/forward",
            "/forwarded",
            "/include",
            "/link",
            "/named",
            "/own",
            "/session")
        .stream()
        .collect(Collectors.toMap(pattern -> pattern, pattern -> new PathServlet()));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      serve(request, response);
    } else {
      response.getWriter().print(dispatched(request));
    }
  }

  private static void serve(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    switch (request.getServletPath()) {
      case "/async" -> request.startAsync().dispatch();
      case "/async-other" -> {
        HttpServletRequest other =
            new HttpServletRequestWrapper(request) {
              @Override
              public String getRequestURI() {
                return request.getContextPath() + "/a";
              }
            };
        AsyncContext async = request.startAsync(other, response);
        async.dispatch();
      }
      case "/async-path" -> request.startAsync().dispatch("/a?x=y");
      case "/async-wrapped" -> {
        AsyncContext async = request.startAsync(new HttpServletRequestWrapper(request), response);
        async.dispatch();
      }
      case "/context-forward" ->
          request.getServletContext().getRequestDispatcher("/a?x=y").forward(request, response);
      case "/cookie" -> {
        Cookie cookie = new Cookie("a", "b");
        cookie.setPath("/own");
        response.addCookie(cookie);
      }
      case "/dir/redirect" -> response.sendRedirect(request.getQueryString());
      case "/error" -> response.sendError(418);
      case "/field" -> response.getWriter().print(request.getHeader("X-Forwarded-Prefix"));
      case "/forward" -> request.getRequestDispatcher("a").forward(request, response);
      case "/forwarded" -> request.getRequestDispatcher("/a").forward(request, response);
      case "/include" -> request.getRequestDispatcher("/a").include(request, response);
      case "/link" -> link(request, response);
      case "/named" ->
          request
              .getServletContext()
              .getNamedDispatcher(request.getHttpServletMapping().getServletName())
              .forward(request, response);
      case "/own" -> response.getWriter().print(request.getServletContext().getContextPath());
      case "/session" -> {
        request.getSession();
        if (request.getQueryString() != null) {
          request.getSession().invalidate();
          request.getSession();
          request.changeSessionId();
        }
      }
      default -> response.getWriter().print(paths(request));
    }
  }

  private static String dispatched(HttpServletRequest request) {
    if (request.getDispatcherType() == DispatcherType.INCLUDE) {
      return "%s %s %s uri=%s"
          .formatted(
              request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI),
              request.getAttribute(RequestDispatcher.INCLUDE_CONTEXT_PATH),
              request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH),
              request.getRequestURI());
    }
    return "/forwarded".equals(request.getAttribute(RequestDispatcher.FORWARD_SERVLET_PATH))
        ? "%s %s %s"
            .formatted(
                request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI),
                request.getAttribute(RequestDispatcher.FORWARD_CONTEXT_PATH),
                request.getAttribute(RequestDispatcher.FORWARD_SERVLET_PATH))
        : paths(request);
  }

  private static void link(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.getSession();
    String path = request.getContextPath() + "/a";
    response
        .getWriter()
        .print(
            response.encodeURL(path)
                + " "
                + response.encodeRedirectURL("http://proxy.example" + path));
  }

  private static String paths(HttpServletRequest request) {
    return "context=%s servlet=%s info=%s uri=%s url=%s"
        .formatted(
            request.getContextPath(),
            request.getServletPath(),
            request.getPathInfo(),
            request.getRequestURI(),
            request.getRequestURL());
  }
}

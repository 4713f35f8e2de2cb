package dev.jetticorn.it.application.wrapping;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Keeps the container's own servlets from seeing its own requests. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public final class WrappingFilter extends HttpFilter {
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Wrapped", request.getContextPath());
    chain.doFilter(
        new HttpServletRequestWrapper(request), new HttpServletResponseWrapper(response));
  }
}

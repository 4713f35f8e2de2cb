package dev.jetticorn.samples.http2.answer;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets a browser keep a file: one that it fetched on a hint is thrown away if it may not. */
@WebFilter(urlPatterns = "/assets/*", asyncSupported = true)
public final class AssetsFilter extends HttpFilter {
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Cache-Control", "max-age=60");
    chain.doFilter(request, response);
  }
}

package dev.jetticorn.connector.server.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.util.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How one request sees a context. */
class PrefixedContextTest {
  @ParameterizedTest
  @CsvSource({
    "/, /app, /app",
    "/shop, /app, /app/shop",
    "/shop, /%61pp, /app/shop",
    "/shop, /shop, /shop/shop",
  })
  void itsPathBeginsWithThePrefix(String path, String prefix, String whole) {
    PrefixedContext context = new PrefixedContext(new ServletContextHandler(path), prefix);

    assertThat(context.getContextPath()).isEqualTo(whole);
    assertThat(context.getPathInContext(whole + "/a")).isEqualTo("/a");
    assertThat(context.getPathInContext(whole)).isEmpty();
    assertThat(context.getPathInContext(whole + "s/a")).isNull();
  }

  @Test
  void itsAttributesAreThoseOfTheContext() {
    ServletContextHandler handler = new ServletContextHandler("/shop");
    PrefixedContext context = new PrefixedContext(handler, "/app");
    Attributes attributes = handler.getContext();
    attributes.setAttribute("a", 1);

    assertThat(context.getAttribute("a")).isEqualTo(1);
    assertThat(context.setAttribute("b", 2)).isNull();
    assertThat(attributes.getAttribute("b")).isEqualTo(2);
    assertThat(context.getAttributeNameSet()).contains("a", "b");
    assertThat(context.removeAttribute("a")).isEqualTo(1);
    assertThat(attributes.getAttribute("a")).isNull();

    context.clearAttributes();
    assertThat(attributes.getAttribute("b")).isNull();
  }
}

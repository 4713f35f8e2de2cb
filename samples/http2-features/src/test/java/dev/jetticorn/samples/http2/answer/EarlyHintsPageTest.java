package dev.jetticorn.samples.http2.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarlyHintsPageTest {
  @Test
  void needsTheFilesThatItHintsAt() {
    EarlyHintsPage page = EarlyHintsPage.in("/shop");

    assertThat(page.style()).startsWith("/shop/assets/early-hints.css?v=");
    assertThat(page.links())
        .containsExactly(
            "<" + page.style() + ">; rel=preload; as=style",
            "<" + page.script() + ">; rel=preload; as=script");
    assertThat(page.html())
        .contains("href=\"" + page.style() + "\"", "src=\"" + page.script() + "\"")
        .doesNotContain("{{");
  }

  @Test
  void hasNewAddressesEachTime() {
    assertThat(EarlyHintsPage.in("").style()).isNotEqualTo(EarlyHintsPage.in("").style());
  }
}

package dev.jetticorn.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlyHintsTest {
  private final HttpServletRequest request = mock(HttpServletRequest.class);

  @Test
  void sendsThroughTheAttributeNamedAsTheClass() {
    var sent = new ArrayList<Map.Entry<String, String>>();
    when(request.getAttribute("dev.jetticorn.bridge.EarlyHints"))
        .thenReturn((EarlyHints) sent::addAll);

    assertThat(EarlyHints.of(request).send(List.of(Map.entry("Link", "</a>")))).isTrue();

    assertThat(sent).containsExactly(Map.entry("Link", "</a>"));
  }

  @Test
  void looksThroughAWrappedRequest() {
    when(request.getAttribute(EarlyHints.class.getName())).thenReturn((EarlyHints) fields -> true);

    assertThat(EarlyHints.of(new HttpServletRequestWrapper(request)).link("</a>")).isTrue();
  }

  @Test
  void saysThatNothingWasSentInAContainerWithoutEarlyHints() {
    assertThat(EarlyHints.of(request).link("</style.css>; rel=preload; as=style")).isFalse();
  }

  @Test
  void saysThatNothingWasSentWhenTheAttributeIsSomethingElse() {
    when(request.getAttribute(EarlyHints.class.getName())).thenReturn("not ours");

    assertThat(EarlyHints.of(request).link("</a>")).isFalse();
  }

  @Test
  void givesEachLinkItsOwnField() {
    var sent = new ArrayList<Map.Entry<String, String>>();
    EarlyHints hints = sent::addAll;

    hints.link("</a>; rel=preload", "</b>; rel=preload");

    assertThat(sent)
        .containsExactly(
            Map.entry("Link", "</a>; rel=preload"), Map.entry("Link", "</b>; rel=preload"));
  }
}

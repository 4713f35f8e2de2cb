package dev.jetticorn.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPriorityTest {
  private final HttpServletRequest request = mock(HttpServletRequest.class);

  @Test
  void isTheAttributeNamedAsTheClassAlsoThroughAWrapper() {
    var priority = new StreamPriority(201, 3, true);
    when(request.getAttribute("dev.jetticorn.bridge.StreamPriority")).thenReturn(priority);

    assertThat(StreamPriority.of(new HttpServletRequestWrapper(request))).contains(priority);
  }

  @Test
  void isEmptyWithoutTheAttribute() {
    assertThat(StreamPriority.of(request)).isEmpty();
  }

  /** RFC 7540, 5.3.5. */
  @Test
  void hasTheDefaultOfTheRfc() {
    assertThat(StreamPriority.DEFAULT).isEqualTo(new StreamPriority(16, 0, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 257, -1})
  void refusesAWeightOutOfRange(int weight) {
    assertThatThrownBy(() -> new StreamPriority(weight, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 256");
  }

  @Test
  void refusesANegativeStreamId() {
    assertThatThrownBy(() -> new StreamPriority(16, -1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dependsOn -1");
  }
}

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

class RequestUrgencyTest {
  private final HttpServletRequest request = mock(HttpServletRequest.class);

  @Test
  void isTheAttributeNamedAsTheClassAlsoThroughAWrapper() {
    var urgency = new RequestUrgency(1, true);
    when(request.getAttribute("dev.jetticorn.bridge.RequestUrgency")).thenReturn(urgency);

    assertThat(RequestUrgency.of(new HttpServletRequestWrapper(request))).isEqualTo(urgency);
  }

  /** RFC 9218, 4.1 and 4.2. */
  @Test
  void isTheDefaultOfTheRfcWithoutTheAttribute() {
    assertThat(RequestUrgency.of(request)).isEqualTo(new RequestUrgency(3, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 8})
  void refusesAnUrgencyOutOfRange(int urgency) {
    assertThatThrownBy(() -> new RequestUrgency(urgency, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 7");
  }
}

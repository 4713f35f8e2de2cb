package dev.jetticorn.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponseTrailersTest {
  private final HttpServletRequest request = mock(HttpServletRequest.class);

  @Test
  void goThroughTheAttributeNamedAsTheClassAlsoFromAWrapper() {
    var sent = new ArrayList<Map.Entry<String, String>>();
    when(request.getAttribute("dev.jetticorn.bridge.ResponseTrailers"))
        .thenReturn((ResponseTrailers) sent::addAll);

    ResponseTrailers.of(new HttpServletRequestWrapper(request))
        .orElseThrow()
        .send("grpc-status", "0");

    assertThat(sent).containsExactly(Map.entry("grpc-status", "0"));
  }

  @Test
  void areEmptyWithoutTheAttribute() {
    assertThat(ResponseTrailers.of(request)).isEmpty();
  }

  @Test
  void areEmptyWhenTheAttributeIsSomethingElse() {
    when(request.getAttribute(ResponseTrailers.class.getName())).thenReturn("not ours");

    assertThat(ResponseTrailers.of(request)).isEmpty();
  }
}

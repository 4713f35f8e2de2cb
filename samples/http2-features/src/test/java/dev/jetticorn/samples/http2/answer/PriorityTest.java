package dev.jetticorn.samples.http2.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PriorityTest {
  @Test
  void describesItselfBesideTheDefault() {
    assertThat(new Priority(201, 0).description())
        .isEqualTo("Weight 201 of 256, more important than the default; depends on the root");
    assertThat(new Priority(16, 3).description())
        .isEqualTo("Weight 16 of 256, the default; depends on stream 3");
    assertThat(new Priority(1, 0).description())
        .isEqualTo("Weight 1 of 256, less important than the default; depends on the root");
  }
}

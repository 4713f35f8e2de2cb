package dev.jetticorn.connector.server.forwarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a prefix, and what is not. */
class ForwardedPrefixTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/app                | /app",
        "/app/               | /app",
        "/a/b~1/(c)=d:e@f/   | /a/b~1/(c)=d:e@f",
        "/outer, /inner/     | /outer/inner",
        "/outer/,/,,/inner   | /outer/inner",
        "/caf%C3%A9          | /caf%C3%A9",
        "/caf%c3%a9          | /caf%c3%a9",
        "/%61pp              | /%61pp",
        "/a%20b              | /a%20b",
        "/...                | /...",
      })
  void isAPathWithoutASlashAtTheEnd(String value, String path) throws Exception {
    assertThat(ForwardedPrefix.parse(value)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", " ", "/,/", ","})
  void mayBeNone(String value) throws Exception {
    assertThat(ForwardedPrefix.parse(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app",
        "//",
        "//evil.example",
        "/a//b",
        "/a//",
        "/app, inner",
        "/app,//evil.example",
        "https://evil.example/app",
        "/..",
        "/a/../b",
        "/a/.",
        "/a/%2e%2E/b",
        "/%2e",
        "/a/.%2e",
        "/a;b",
        "/a%3Bb",
        "/a?b",
        "/a#b",
        "/a b",
        "/a\\b",
        "/a%5Cb",
        "/a%2Fb",
        "/a%2fb",
        "/a%25b",
        "/a%252fb",
        "/a%00b",
        "/a%0d%0aSet-Cookie:%20a=b",
        "/a%7F",
        "/a%C2%85",
        "/a\tb",
        "/a\u007fb",
        "/caf\u00e9",
        "/caf%E9",
        "/%C0%AF",
        "/a%",
        "/a%4",
        "/a%GG",
        "/%u0041",
        "/\"a\"",
        "/<a>",
        "/{a}",
      })
  void isNothingElse(String value) {
    assertThatThrownBy(() -> ForwardedPrefix.parse(value))
        .isInstanceOf(MalformedFieldException.class)
        .hasMessage("not a prefix");
  }

  @Test
  void isNotLongerThanAnHonestOne() throws Exception {
    assertThat(ForwardedPrefix.parse("/" + "a".repeat(1_023))).hasSize(1_024);
    assertThatThrownBy(() -> ForwardedPrefix.parse("/" + "a".repeat(1_024)))
        .isInstanceOf(MalformedFieldException.class)
        .hasMessage("a prefix that is too long");
  }
}

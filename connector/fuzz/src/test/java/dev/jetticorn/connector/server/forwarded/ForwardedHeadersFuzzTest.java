package dev.jetticorn.connector.server.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jetticorn.connector.server.forwarded.ForwardedHeaders.Told;
import dev.jetticorn.connector.settings.ForwarderHeader;
import dev.jetticorn.connector.settings.ProxySettings;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;

/** Whatever a client puts into the fields that a proxy adds to, the proxy's word counts. */
final class ForwardedHeadersFuzzTest {
  private static final String CLIENT = "198.51.100.7";

  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void areWhatTheNearestProxySays(byte[] input) {
    String forged = new String(input, ISO_8859_1);
    proxySays(ForwarderHeader.X_FORWARDED_FOR, forged, CLIENT);
    proxySays(
        ForwarderHeader.FORWARDED, forged, "for=" + CLIENT + ";host=proxy.example;proto=https");
    said(ForwarderHeader.X_FORWARDED_HOST, forged);
    said(ForwarderHeader.X_FORWARDED_PORT, forged);
    prefix(forged);
  }

  private static ForwardedHeaders only(ForwarderHeader header) {
    return new ForwardedHeaders(
        List.of(header), List.of(), ProxySettings.FORWARDED_ALLOW_IPS.defaultValue());
  }

  private static void proxySays(ForwarderHeader header, String forged, String word) {
    String name = header.fieldName();
    HttpFields inOneLine = HttpFields.build().add(name, forged + ", " + word);
    HttpFields inTwoLines = HttpFields.build().add(name, forged).add(name, word);
    for (HttpFields fields : List.of(inOneLine, inTwoLines)) {
      try {
        Told told = only(header).read(fields, "");
        assertThat(told.client()).contains(new InetSocketAddress(CLIENT, 0));
        told.authority().ifPresent(at -> assertThat(at.host()).isEqualTo("proxy.example"));
      } catch (MalformedFieldException e) {
        assertThat(header).isEqualTo(ForwarderHeader.FORWARDED);
      }
    }
  }

  private static void said(ForwarderHeader header, String value) {
    HttpFields fields = HttpFields.build().add(header.fieldName(), value);
    try {
      Told told = only(header).read(fields, "a");
      told.authority()
          .ifPresent(
              at -> {
                assertThat(at.host()).matches("[a-z0-9._-]+|\\[[0-9a-f:.]+(%[\\w.-]+)?]");
                assertThat(at.port()).isBetween(0, 65_535);
              });
    } catch (MalformedFieldException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }

  /** Whatever a prefix is, the path behind it stays what it is without. */
  private static void prefix(String value) {
    ForwarderHeader header = ForwarderHeader.X_FORWARDED_PREFIX;
    HttpFields fields = HttpFields.build().add(header.fieldName(), value);
    try {
      String prefix = only(header).read(fields, "").prefix();
      assertThat(prefix).doesNotEndWith("/").doesNotContain("//").hasSizeLessThanOrEqualTo(1_024);
      HttpURI uri = HttpURI.from(prefix + "/a/../b");
      assertThat(uri.getCanonicalPath()).endsWith("/b");
      assertThat(uri.hasViolations()).isFalse();
      assertThat(HttpURI.from(uri.asString()).getHost()).isNull();
      HttpURI bare = HttpURI.from(prefix + "/");
      assertThat(uri.getCanonicalPath()).isEqualTo(bare.getCanonicalPath() + "b");
    } catch (MalformedFieldException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }
}

package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CipherNamesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, ECDHE-RSA-AES128-GCM-SHA256",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-ECDSA-CHACHA20-POLY1305",
    "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256, DHE-RSA-AES256-SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA, AES256-SHA"
  })
  void knowsASuiteByBothNames(String java, String openssl) {
    CipherNames names = new CipherNames(List.of(java));

    assertThat(names.suite(java)).contains(java);
    assertThat(names.suite(openssl)).contains(java);
  }

  @Test
  void namesEverySuiteOfThisJavaAsOpensslDoes() {
    Map<String, String> openssl = new HashMap<>();
    // "0x13,0x02 - TLS_AES_256_GCM_SHA384 - TLS_AES_256_GCM_SHA384 TLSv1.3 ..."
    List<String> lines =
        new OpenSsl(directory).run("ciphers -V -stdname ALL:COMPLEMENTOFALL").lines().toList();
    for (String line : lines) {
      String[] columns = line.strip().split(" +", 6);
      openssl.put(columns[2], columns[4]);
    }

    assertThat(CipherSuites.supported())
        .isNotEmpty()
        .allSatisfy(
            suite -> assertThat(CipherNames.openSslName(suite)).isEqualTo(openssl.get(suite)));
  }
}

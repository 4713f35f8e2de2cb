package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Chromium;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser acts on early hints while the servlet still works. */
final class BrowserIT {
  @Test
  void chromiumPreloadsTheHintedFilesBeforeThePageIsThere(@TempDir Path directory)
      throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    CertificateFiles files = CertificateFiles.in(directory);

    try (RunningConnector server =
        Connector.in(directory)
            .settings("war = app.war%nbind = 127.0.0.1:0%n".formatted() + files.settings())
            .start()) {
      String page = dump(directory, server.url("/hinted-page"), files);

      assertThat(page).contains("asked for before the page: true", "<title>ran</title>");
      assertThat(page).contains("/hinted.css early-hints", "/hinted.js early-hints");
    }
  }

  private static String dump(Path directory, String url, CertificateFiles files) throws Exception {
    try (Program chromium = Chromium.open(directory, files, "--dump-dom", url)) {
      return chromium.finish().succeeded().out();
    }
  }
}

package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
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
    Finished chromium =
        Tool.CHROMIUM
            .run(
                directory,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--user-data-dir=" + directory.resolve("profile"),
                // Files from a server whose certificate is merely ignored are not kept in the
                // cache, which is where a preload goes; a key that is known counts as valid.
                "--ignore-certificate-errors-spki-list=" + files.keyHash(),
                "--dump-dom",
                url)
            .succeeded();
    return chromium.out();
  }
}

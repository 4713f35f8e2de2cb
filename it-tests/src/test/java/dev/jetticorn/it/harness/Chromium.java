package dev.jetticorn.it.harness;

import java.nio.file.Path;
import java.util.Map;

/** A browser without a window, which trusts the certificate of a test. */
public final class Chromium {
  private Chromium() {}

  /**
   * Opens a page.
   *
   * @param mode what becomes of it, for example {@code --dump-dom}
   */
  public static Program open(Path directory, CertificateFiles files, String mode, String url)
      throws Exception {
    return Tool.CHROMIUM.start(
        directory,
        Map.of(),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--user-data-dir=" + directory.resolve("profile"),
        // Files from a server whose certificate is merely ignored are not kept in the cache, which
        // is where a preload goes; a key that is known counts as valid.
        "--ignore-certificate-errors-spki-list=" + files.keyHash(),
        mode,
        url);
  }
}

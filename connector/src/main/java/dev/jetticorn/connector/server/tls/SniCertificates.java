package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;
import static dev.jetticorn.connector.settings.TlsSettings.SNI;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The further certificates of a directory: {@code NAME.pem} with the key in it, {@code NAME.crt}
 * with {@code NAME.key}, and subdirectories in the manner of certbot and of Kubernetes.
 */
final class SniCertificates {
  /** The files of a pair by their usual names. */
  private static final Map<String, String> PAIRS =
      Map.of("fullchain.pem", "privkey.pem", "tls.crt", "tls.key");

  /** A certificate and, unless that holds it, its key. */
  private record Pair(Path certificate, Optional<Path> key) {}

  private SniCertificates() {}

  /**
   * Reads all of them; each fits its key and is valid at {@code now}.
   *
   * @throws UnusableSettingException if one cannot be used, or there is none
   */
  static List<ServerCertificate> read(Settings settings, Instant now) {
    Optional<Path> directory = settings.get(SNI);
    if (directory.isEmpty()) {
      return List.of();
    }
    List<Pair> pairs = pairs(directory.get());
    if (pairs.isEmpty()) {
      throw new UnusableSettingException(
              SNI, "no certificate is in `" + directory.get() + "`", "holds no pair of files")
          .help(
              "pairs are NAME.crt and NAME.key, NAME.pem with both, or a directory with"
                  + " fullchain.pem and privkey.pem, or tls.crt and tls.key");
    }
    return pairs.stream()
        .map(
            pair ->
                ServerCertificateReader.read(
                    new SettingFile(SNI, pair.certificate()),
                    pair.key().map(key -> new SettingFile(SNI, key)),
                    settings.get(KEYFILE_PASSWORD),
                    now))
        .toList();
  }

  /** What has to be looked at for changes: a directory changes when a file comes or goes. */
  static List<Path> files(Settings settings) {
    return settings.get(SNI).filter(Files::isDirectory).map(SniCertificates::all).orElse(List.of());
  }

  private static List<Path> all(Path directory) {
    List<Path> files = new ArrayList<>(List.of(directory));
    for (Path entry : entries(directory)) {
      if (Files.isDirectory(entry)) {
        files.add(entry);
      }
    }
    for (Pair pair : pairs(directory)) {
      files.add(pair.certificate());
      pair.key().ifPresent(files::add);
    }
    return files;
  }

  private static List<Pair> pairs(Path directory) {
    List<Pair> pairs = new ArrayList<>();
    for (Path entry : entries(directory)) {
      String name = entry.getFileName().toString();
      if (Files.isDirectory(entry)) {
        PAIRS.forEach(
            (certificate, key) -> {
              if (Files.exists(entry.resolve(certificate))) {
                pairs.add(new Pair(entry.resolve(certificate), Optional.of(entry.resolve(key))));
              }
            });
      } else if (name.endsWith(".pem")) {
        pairs.add(new Pair(entry, Optional.empty()));
      } else if (name.endsWith(".crt")) {
        String key = name.substring(0, name.length() - ".crt".length()) + ".key";
        pairs.add(new Pair(entry, Optional.of(entry.resolveSibling(key))));
      }
    }
    return pairs;
  }

  /** Sorted, so that of two certificates for one name it is always the same one. */
  private static List<Path> entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      // Kubernetes keeps its old and new versions under names with a dot.
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UnusableSettingException(
              SNI,
              "the certificates in `" + directory + "` cannot be read",
              Files.isDirectory(directory) ? "permission denied" : "no such directory")
          .causedBy(e);
    }
  }
}

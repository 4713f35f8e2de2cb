package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The openssl command, with which most users make their certificates; it must be installed. */
final class OpenSsl {
  private final Path directory;

  OpenSsl(Path directory) {
    this.directory = directory;
  }

  /** Runs a command, such as {@code genpkey -algorithm ED25519 -out key.pem}, that must succeed. */
  String run(String command) {
    Result result = tried(command);
    assertThat(result.status()).as(result.output()).isZero();
    return result.output();
  }

  /** Runs a command with nothing to read, whatever comes of it. */
  Result tried(String command) {
    List<String> words = new ArrayList<>(List.of("openssl"));
    words.addAll(List.of(command.split(" ")));
    try {
      Process process =
          new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process));
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("openssl " + command + " does not end");
      }
      return new Result(process.exitValue(), output.get(10, TimeUnit.SECONDS));
    } catch (Exception e) {
      throw new AssertionError("openssl " + command, e);
    }
  }

  private static String text(Process process) {
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  record Result(int status, String output) {}
}

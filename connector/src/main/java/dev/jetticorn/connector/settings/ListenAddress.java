package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.ValueType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * An address that the server listens on, for example {@code https://0.0.0.0:8443}.
 *
 * @param scheme whether the listener speaks TLS, where the user said so
 * @param host a name or an IP address, IPv6 without brackets; empty for a unix socket
 * @param port 0 for any free one
 * @param unixPath the path of a unix socket
 * @param descriptor the number of a socket that the process was started with
 */
public record ListenAddress(
    Optional<Scheme> scheme,
    String host,
    int port,
    Optional<Path> unixPath,
    Optional<Integer> descriptor) {

  /** What a listener speaks. */
  public enum Scheme {
    /** Cleartext. */
    HTTP,
    /** TLS. */
    HTTPS
  }

  /** An address that speaks TLS when there is a certificate. */
  public static ListenAddress of(String host, int port) {
    return new ListenAddress(Optional.empty(), host, port, Optional.empty(), Optional.empty());
  }

  /** A socket that is inherited. */
  static ListenAddress inherited(Optional<Scheme> scheme, int descriptor) {
    return new ListenAddress(scheme, "", 0, Optional.empty(), Optional.of(descriptor));
  }

  /** A unix socket. */
  static ListenAddress unix(Optional<Scheme> scheme, Path path) {
    return new ListenAddress(scheme, "", 0, Optional.of(path), Optional.empty());
  }

  /** A host and a port. */
  static ListenAddress of(Optional<Scheme> scheme, String host, int port) {
    return new ListenAddress(scheme, host, port, Optional.empty(), Optional.empty());
  }

  /** True when this listener speaks TLS: because its scheme says so, or by default. */
  public boolean speaksTls(boolean byDefault) {
    return scheme.map(said -> said == Scheme.HTTPS).orElse(byDefault);
  }

  /** The same address, whatever it speaks. */
  public ListenAddress withoutScheme() {
    return new ListenAddress(Optional.empty(), host, port, unixPath, descriptor);
  }

  /** The same address, whatever it speaks and from whichever directory it is seen. */
  public ListenAddress absolute() {
    return new ListenAddress(
        Optional.empty(),
        host,
        port,
        unixPath.map(path -> path.toAbsolutePath().normalize()),
        descriptor);
  }

  /** The address as it is written in {@code bind}. */
  @Override
  public String toString() {
    String prefix = scheme.map(said -> said.name().toLowerCase(Locale.ROOT) + "://").orElse("");
    String address =
        unixPath
            .map(path -> "unix:" + ValueType.path().print(path))
            .or(() -> descriptor.map(number -> "fd://" + number))
            .orElseGet(() -> (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    return prefix + address;
  }
}

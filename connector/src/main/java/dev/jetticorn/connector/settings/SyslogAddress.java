package dev.jetticorn.connector.settings;

import java.nio.file.Path;

/** Where syslog listens. */
public sealed interface SyslogAddress {

  /** A message in each datagram: {@code udp://localhost:514}. */
  record Udp(String host, int port) implements SyslogAddress {
    @Override
    public String toString() {
      return "udp://" + hostAndPort(host, port);
    }
  }

  /** A message in each line of a connection: {@code tcp://logs.example.com:601}. */
  record Tcp(String host, int port) implements SyslogAddress {
    @Override
    public String toString() {
      return "tcp://" + hostAndPort(host, port);
    }
  }

  /** At a unix socket: {@code unix:///dev/log}, {@code unix:///run/syslog.sock#stream}. */
  record Unix(Path path, UnixKind kind) implements SyslogAddress {
    @Override
    public String toString() {
      return "unix://" + path + kind.suffix();
    }
  }

  /** What a unix socket takes. */
  enum UnixKind {
    /** A message in each datagram. */
    DATAGRAMS("#dgram"),
    /** A message in each line of a connection. */
    STREAM("#stream"),
    /** What there is. */
    EITHER("");

    private final String suffix;

    UnixKind(String suffix) {
      this.suffix = suffix;
    }

    /** What says so behind the path, as in gunicorn. */
    public String suffix() {
      return suffix;
    }
  }

  private static String hostAndPort(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

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

  /** The same over a unix socket: {@code unix:///run/syslog.sock}. */
  record Unix(Path path) implements SyslogAddress {
    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  private static String hostAndPort(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

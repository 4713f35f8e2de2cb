package dev.jetticorn.connector.settings;

import java.nio.file.Path;

/** Where StatsD listens for datagrams. */
public sealed interface StatsDAddress {

  /** By UDP: {@code 127.0.0.1:8125}. The host is looked up whenever something is sent. */
  record Udp(String host, int port) implements StatsDAddress {
    @Override
    public String toString() {
      return ListenAddress.of(host, port).toString();
    }
  }

  /** At a unix socket: {@code unix:///run/statsd.sock}. */
  record Unix(Path path) implements StatsDAddress {
    @Override
    public String toString() {
      return "unix://" + path;
    }
  }
}

package dev.jetticorn.connector.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A way to ask a {@link ServletServer}, on a connection of its own. */
public enum Protocol {
  HTTP_1_0,
  HTTP_1_1,
  HTTP_2;

  /** The answer to a GET. */
  public Exchange get(ServletServer server, String path, String... namesAndValues)
      throws IOException {
    return ask(server, "GET", path, namesAndValues);
  }

  /** The answer to a request without a body. */
  public Exchange ask(ServletServer server, String method, String path, String... namesAndValues)
      throws IOException {
    if (this == HTTP_2) {
      try (FrameClient client = server.http2()) {
        byte[] block = Frame.request(method, path, namesAndValues);
        client.send(Frame.headers(1, Frame.END_HEADERS | Frame.END_STREAM, block));
        return client.exchange(1);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + path + (this == HTTP_1_0 ? " HTTP/1.0" : " HTTP/1.1"));
    lines.add("Host: localhost");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      lines.add(namesAndValues[i] + ": " + namesAndValues[i + 1]);
    }
    try (Http1Client client = server.http1()) {
      client.send(lines.toArray(String[]::new));
      return client.exchange(method);
    }
  }
}

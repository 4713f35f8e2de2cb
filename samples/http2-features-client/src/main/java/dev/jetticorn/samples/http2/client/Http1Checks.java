package dev.jetticorn.samples.http2.client;

import static dev.jetticorn.samples.http2.client.Mismatch.unlessEqual;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What must be so for a client that does not speak HTTP/2. */
final class Http1Checks {
  private static final List<String> TE = List.of("TE: trailers", "Connection: TE");
  private static final List<String> NO_TE = List.of();

  private final Target target;
  private final Http1Connection http1;

  Http1Checks(Target target) {
    this.target = target;
    this.http1 = new Http1Connection(target);
  }

  List<Check> all() {
    var checks = new ArrayList<Check>();
    checks.add(new Check("ALPN falls back to http/1.1", this::alpn));
    for (String twin : List.of("", "/async")) {
      String kind = twin.isEmpty() ? "blocking" : "async";
      String http11 = "HTTP/1.1, " + kind + ": ";
      checks.add(
          new Check(
              http11 + "the endpoints are listed, without priority and trailers",
              () ->
                  Expectations.listsEndpoints(
                      get(twin + "/", NO_TE), "1.1", List.of("wsgi.early_hints"))));
      checks.add(
          new Check(
              http11 + "there is no priority",
              () -> Expectations.hasNoPriority(get(twin + "/priority", NO_TE), "1.1")));
      checks.add(
          new Check(
              http11 + "trailers come to a client that asks with TE",
              () -> {
                Expectations.hasTrailers(get(twin + "/trailers", TE), "x-processing-time");
                Answer combined = get(twin + "/combined", TE);
                Expectations.hasNoPriority(combined, "1.1");
                Expectations.combinesWithTrailers(combined);
              }));
      checks.add(
          new Check(
              http11 + "the checksum is in the header for one that does not",
              () -> {
                Expectations.hasChecksumInHeader(get(twin + "/trailers", NO_TE));
                Expectations.combinesWithoutTrailers(get(twin + "/combined", NO_TE));
              }));
      checks.add(new Check(http11 + "a posted body is echoed", () -> echo(twin)));
      checks.add(
          new Check(
              http11 + "an early hint with two links comes before the page",
              () -> Expectations.hintsEarly(get(twin + "/early-hints", NO_TE))));
      checks.add(
          new Check(
              "HTTP/1.0, " + kind + ": no hint and no trailers, even if asked",
              () -> {
                Answer page = send("GET", twin + "/early-hints", "HTTP/1.0", TE, new byte[0]);
                unlessEqual("the status", 200, page.status());
                unlessEqual("the list of interim responses", List.of(), page.hints());
                Expectations.hasChecksumInHeader(
                    send("GET", twin + "/trailers", "HTTP/1.0", TE, new byte[0]));
              }));
    }
    return checks;
  }

  private void alpn() throws Exception {
    try (var socket = target.connect("http/1.1")) {
      unlessEqual("the protocol", "http/1.1", socket.getApplicationProtocol());
    }
  }

  private void echo(String twin) throws Exception {
    // Small enough for the buffers on the way: this client reads only when it has sent everything.
    byte[] body = new byte[10_000];
    new Random().nextBytes(body);
    for (List<String> fields : List.of(TE, NO_TE)) {
      var typed = new ArrayList<>(fields);
      typed.add("Content-Type: application/x-sample");

      Answer answer = send("POST", twin + "/trailers", "HTTP/1.1", typed, body);

      Expectations.echoes(answer, "application/x-sample", body);
      if (fields.equals(TE)) {
        Expectations.hasTrailers(answer, "x-processing-time");
      } else {
        Expectations.hasChecksumInHeader(answer);
      }
    }
  }

  private Answer get(String path, List<String> fields) throws Exception {
    return send("GET", path, "HTTP/1.1", fields, new byte[0]);
  }

  private Answer send(String method, String path, String version, List<String> fields, byte[] body)
      throws Exception {
    return http1.send(new Http1Connection.Start(method, path, version), fields, body);
  }
}

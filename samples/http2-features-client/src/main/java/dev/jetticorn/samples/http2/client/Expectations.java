package dev.jetticorn.samples.http2.client;

import static dev.jetticorn.samples.http2.client.Mismatch.unless;
import static dev.jetticorn.samples.http2.client.Mismatch.unlessEqual;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.ajax.JSON;

/** What an answer has to look like, on whichever protocol it came. */
final class Expectations {
  static final List<String> EXTENSIONS =
      List.of(
          "wsgi.early_hints",
          "gunicorn.http2.priority_weight",
          "gunicorn.http2.priority_depends_on",
          "gunicorn.http2.send_trailers");

  private static final Set<String> ENDPOINTS =
      Set.of("/", "/priority", "/trailers", "/combined", "/early-hints", "/health");

  /** The page takes the server 500 ms; a hint that comes with the page comes too late. */
  private static final long HINT_AHEAD_NANOS = 250_000_000;

  private Expectations() {}

  static void isPlainOk(Answer answer) throws Mismatch {
    unlessEqual("the status", 200, answer.status());
    unlessEqual("the body", "OK", answer.text());
    String type = answer.fields().only("Content-Type").orElse("missing");
    unless(type.startsWith("text/plain"), "the media type is " + type);
  }

  static void listsEndpoints(Answer answer, String httpVersion, List<String> extensions)
      throws Mismatch {
    Map<?, ?> json = json(answer);
    unlessEqual("http_version", httpVersion, json.get("http_version"));
    unless(json.get("message") instanceof String, "message is missing");
    unless(
        json.get("endpoints") instanceof Map<?, ?> endpoints
            && endpoints.keySet().containsAll(ENDPOINTS),
        "endpoints is " + json.get("endpoints"));
    unlessEqual(
        "extensions",
        extensions,
        json.get("extensions") instanceof Object[] names ? List.of(names) : "missing");
  }

  static void hasPriority(Answer answer, int weight, int dependsOn) throws Mismatch {
    Map<?, ?> json = json(answer);
    unlessEqual("http_version", "2", json.get("http_version"));
    if (json.get("priority") instanceof Map<?, ?> priority) {
      unlessEqual("weight", (long) weight, priority.get("weight"));
      unlessEqual("depends_on", (long) dependsOn, priority.get("depends_on"));
    } else {
      throw new Mismatch("priority is " + json.get("priority"));
    }
  }

  static void hasNoPriority(Answer answer, String httpVersion) throws Mismatch {
    Map<?, ?> json = json(answer);
    unlessEqual("http_version", httpVersion, json.get("http_version"));
    unless(json.containsKey("priority"), "priority is missing");
    unless(json.get("priority") == null, "priority is " + json.get("priority"));
  }

  /** The body has its checksum behind it, and the response said in advance that it would. */
  static void hasTrailers(Answer answer, String second) throws Mismatch {
    unlessEqual("the status", 200, answer.status());
    unless(answer.bytes().length > 0, "the body is empty");
    unlessEqual("Trailer", List.of("content-md5, " + second), answer.fields().all("Trailer"));
    unlessEqual("the list of trailers", List.of("content-md5", second), answer.trailers().names());
    unlessEqual(
        "the trailer content-md5",
        List.of(md5(answer.bytes())),
        answer.trailers().all("content-md5"));
  }

  /** The checksum is in the header, and no trailer is promised or sent. */
  static void hasChecksumInHeader(Answer answer) throws Mismatch {
    unlessEqual("the status", 200, answer.status());
    unless(answer.bytes().length > 0, "the body is empty");
    unlessEqual("Trailer", List.of(), answer.fields().all("Trailer"));
    unlessEqual("the list of trailers", List.of(), answer.trailers().names());
    unlessEqual("Content-MD5", List.of(md5(answer.bytes())), answer.fields().all("Content-MD5"));
  }

  static void echoes(Answer answer, String contentType, byte[] body) throws Mismatch {
    unlessEqual("Content-Type", List.of(contentType), answer.fields().all("Content-Type"));
    unless(
        Arrays.equals(body, answer.bytes()),
        answer.bytes().length + " bytes came back that are not the " + body.length + " sent");
  }

  static void combinesWithTrailers(Answer answer) throws Mismatch {
    unlessEqual("trailers_supported", true, json(answer).get("trailers_supported"));
    hasTrailers(answer, "x-status");
    unlessEqual("x-status", List.of("success"), answer.trailers().all("x-status"));
  }

  static void combinesWithoutTrailers(Answer answer) throws Mismatch {
    unlessEqual("trailers_supported", false, json(answer).get("trailers_supported"));
    hasChecksumInHeader(answer);
  }

  /** One 103 came well before the page, and it names the two files of this very page. */
  static void hintsEarly(Answer answer) throws Mismatch {
    unlessEqual("the status", 200, answer.status());
    unlessEqual(
        "the list of interim responses",
        List.of(103),
        answer.hints().stream().map(Answer.Head::status).toList());
    Answer.Head hint = answer.hints().get(0);
    List<String> links = hint.fields().all("Link");
    unlessEqual("the number of Link fields", 2, links.size());
    unlessEqual("the fields of the hint", List.of("link", "link"), hint.fields().names());
    unless(
        links.get(0).endsWith("; rel=preload; as=style")
            && links.get(1).endsWith("; rel=preload; as=script"),
        "the Link fields are " + links);
    for (String link : links) {
      unless(
          answer.text().contains('"' + hintedPath(link) + '"'),
          "the page does not use " + hintedPath(link));
    }
    long ahead = answer.head().nanos() - hint.nanos();
    unless(
        ahead >= HINT_AHEAD_NANOS,
        "the hint came only " + ahead / 1_000_000 + " ms before the response");
  }

  /** The path in {@code </style.css>; rel=preload}. */
  static String hintedPath(String link) {
    int end = link.indexOf('>');
    return link.startsWith("<") && end > 0 ? link.substring(1, end) : link;
  }

  private static Map<?, ?> json(Answer answer) throws Mismatch {
    unlessEqual("the status", 200, answer.status());
    unlessEqual("Content-Type", List.of("application/json"), answer.fields().all("Content-Type"));
    Object json;
    try {
      json = new JSON().fromJSON(answer.text());
    } catch (IllegalStateException e) {
      throw new Mismatch("the body is not JSON: " + answer.text());
    }
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new Mismatch("the body is not a JSON object: " + answer.text());
  }

  private static String md5(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
  }
}

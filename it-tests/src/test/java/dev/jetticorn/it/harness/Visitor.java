package dev.jetticorn.it.harness;

import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A client with cookies, which it shows to every port of the host as browsers do. */
public final class Visitor {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();

  /** Asks for one thing. */
  public HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return client.send(request(url), BodyHandlers.ofString());
  }

  /** The text of an answer that must be 200. */
  public String see(String url) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(url);
    if (answer.statusCode() != 200) {
      throw new AssertionError(url + ": " + answer.statusCode() + "\n" + answer.body());
    }
    return answer.body();
  }

  /** Asks, and waits for nothing. */
  public CompletableFuture<HttpResponse<String>> ask(String url) {
    return client.sendAsync(request(url), BodyHandlers.ofString());
  }

  private static HttpRequest request(String url) {
    return Client.request(url).build();
  }
}

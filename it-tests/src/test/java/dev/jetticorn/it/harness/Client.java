package dev.jetticorn.it.harness;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The JDK's HttpClient, which trusts the certificates of the tests. */
public final class Client {
  private Client() {}

  /** A client that prefers HTTP/2. */
  public static HttpClient http2() {
    return of(HttpClient.Version.HTTP_2);
  }

  /** A client that speaks HTTP/1.1 alone. */
  public static HttpClient http1() {
    return of(HttpClient.Version.HTTP_1_1);
  }

  /** Asks for one thing, over HTTP/2 where the server has it. */
  public static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return http2().send(request(url).build(), BodyHandlers.ofString());
  }

  /** A request with a deadline. */
  public static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
  }

  /** Says "hi" over a WebSocket of HTTP/1.1, and returns what it hears. */
  public static String say(String url) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    WebSocket socket =
        http1()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(url),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket webSocket, CharSequence text, boolean last) {
                    answer.complete(text.toString());
                    return CompletableFuture.completedFuture(text);
                  }

                  @Override
                  public void onError(WebSocket webSocket, Throwable error) {
                    answer.completeExceptionally(error);
                  }
                })
            .get(20, SECONDS);
    socket.sendText("hi", true).get(20, SECONDS);
    return answer.get(20, SECONDS);
  }

  private static HttpClient of(HttpClient.Version version) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsEveryone()}, null);
      return HttpClient.newBuilder()
          .version(version)
          .sslContext(context)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

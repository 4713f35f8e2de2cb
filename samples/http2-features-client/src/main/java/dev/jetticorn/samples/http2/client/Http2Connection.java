package dev.jetticorn.samples.http2.client;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** One connection that speaks HTTP/2. */
final class Http2Connection implements AutoCloseable {
  private final Target target;
  private final HTTP2Client client;
  private final Session session;

  private Http2Connection(Target target, HTTP2Client client, Session session) {
    this.target = target;
    this.client = client;
    this.session = session;
  }

  static Http2Connection open(Target target) throws Exception {
    var client = new HTTP2Client();
    var tls = new SslContextFactory.Client();
    tls.setSslContext(target.tls());
    client.addBean(tls);
    client.start();
    try {
      Session session =
          client
              .connect(tls, target.address(), new Session.Listener() {})
              .get(Target.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      return new Http2Connection(target, client, session);
    } catch (Exception e) {
      LifeCycle.stop(client);
      throw e;
    }
  }

  Answer get(String path) throws Exception {
    return await(start(path));
  }

  /** A request whose HEADERS frame says a priority. */
  Answer get(String path, int weight, int dependsOn) throws Exception {
    var priority = new PriorityFrame(dependsOn, weight, false);
    return await(
        send(new HeadersFrame(request("GET", target.at(path), HttpFields.EMPTY), priority, true)));
  }

  /** A request for a path of the server, which the application named. */
  Answer getAbsolute(String path) throws Exception {
    return await(
        send(
            new HeadersFrame(
                request("GET", target.base().resolve(path), HttpFields.EMPTY), null, true)));
  }

  Answer post(String path, String contentType, byte[] body) throws Exception {
    HttpFields type = HttpFields.build().put("Content-Type", contentType);
    var answer = new AnswerListener();
    session.newStream(
        new HeadersFrame(request("POST", target.at(path), type), null, false),
        Promise.from(
            stream ->
                stream.data(
                    new DataFrame(stream.getId(), ByteBuffer.wrap(body), true),
                    Callback.from(() -> {}, answer::fail)),
            answer::fail),
        answer);
    return await(answer.future());
  }

  /** Sends a request and does not wait for the answer. */
  CompletableFuture<Answer> start(String path) {
    return send(new HeadersFrame(request("GET", target.at(path), HttpFields.EMPTY), null, true));
  }

  private CompletableFuture<Answer> send(HeadersFrame request) {
    var answer = new AnswerListener();
    session.newStream(request, Promise.from(stream -> {}, answer::fail), answer);
    return answer.future();
  }

  static Answer await(CompletableFuture<Answer> answer) throws Exception {
    return answer.get(Target.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static MetaData.Request request(String method, URI uri, HttpFields fields) {
    return new MetaData.Request(method, HttpURI.from(uri), HttpVersion.HTTP_2, fields);
  }

  @Override
  public void close() {
    LifeCycle.stop(client);
  }
}

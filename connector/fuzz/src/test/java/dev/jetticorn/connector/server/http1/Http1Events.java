package dev.jetticorn.connector.server.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.jetticorn.connector.server.handler.HeadLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.BufferUtil;

/** What our parser and our rules make of bytes, with the pieces of a body put together. */
final class Http1Events implements HttpParser.RequestHandler {
  private static final HeadLimits LIMITS = new HeadLimits(200, 10, 100);

  private final List<String> events = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private final HeadRules rules =
      new HeadRules(LIMITS, new MethodRules(false, false), new RequestLine(false));
  private final Http1Parser parser =
      new Http1Parser(this, LIMITS.headSize(), HttpCompliance.STRICT, () -> rules);
  private boolean hasHead;

  void feed(byte[] bytes, int offset, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    do {
      if (parser.isState(HttpParser.State.END)) {
        parser.reset();
      }
      boolean unused = parser.parseNext(buffer);
    } while (!parser.isTerminated() && (buffer.hasRemaining() || isDue()));
  }

  /** The client sends no more: what it has begun is an error, whenever the parser would see it. */
  void end() {
    if (parser.isState(HttpParser.State.END)) {
      parser.reset();
    }
    if (!parser.isTerminated()) {
      parser.atEOF();
      boolean unused = parser.parseNext(BufferUtil.EMPTY_BUFFER);
    }
  }

  /** A request without a body ends in the call after the one that has brought its head. */
  private boolean isDue() {
    return parser.isState(HttpParser.State.CONTENT)
        && parser.getContentLength() <= parser.getContentRead()
        && !parser.isChunking();
  }

  List<String> all() {
    List<String> all = new ArrayList<>(events);
    all.add(body.toString());
    return all;
  }

  /** Whether the first request has come as far as its body. */
  boolean hasHead() {
    return hasHead;
  }

  @Override
  public void startRequest(String method, String target, HttpVersion version) {
    events.add(rules.requestLine(method, target, version) + " " + target + " " + version);
  }

  @Override
  public void parsedHeader(HttpField field) {
    HttpField seen = rules.header(field);
    // Jetty's parser writes some fields its own way, but only where they come in one piece.
    events.add(seen.toString().toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean headerComplete() {
    hasHead |= events.stream().noneMatch("complete"::equals);
    events.add("head");
    return false;
  }

  @Override
  public boolean content(ByteBuffer content) {
    body.append(ISO_8859_1.decode(content));
    return true;
  }

  @Override
  public boolean contentComplete() {
    return false;
  }

  @Override
  public void parsedTrailer(HttpField field) {
    rules.trailer(field);
    events.add("trailer " + field);
  }

  @Override
  public boolean messageComplete() {
    events.add(body.toString());
    events.add("complete");
    body.setLength(0);
    return false;
  }

  @Override
  public void badMessage(HttpException failure) {
    // Of two mistakes in a line, either may be seen first.
    events.add("bad");
  }

  @Override
  public void earlyEOF() {
    events.add("cut off");
  }
}

package dev.jetticorn.connector.server.http1;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's parser, which shows the request line to our rules before it reads it, and takes nothing
 * of what follows a request.
 */
final class Http1Parser extends HttpParser {
  private final Supplier<HeadRules> rules;
  private @Nullable ByteBuffer parsed;
  private int end;

  /**
   * A parser.
   *
   * @param rules asked for when the first bytes are there, as Jetty wants its parser early
   */
  Http1Parser(
      RequestHandler handler,
      int maxHeadBytes,
      HttpCompliance compliance,
      Supplier<HeadRules> rules) {
    super(handler, maxHeadBytes, compliance);
    this.rules = rules;
  }

  @Override
  public boolean parseNext(ByteBuffer buffer) {
    if (isState(State.TRAILER) && isAtEOF() && !buffer.hasRemaining()) {
      // Jetty takes it for the end of the body when the connection ends between two lines.
      setState(State.CLOSED);
      getHandler().earlyEOF();
      return false;
    }
    parsed = buffer;
    boolean handle = inRequestLine() ? parseLine(buffer) : super.parseNext(buffer);
    if (isState(State.END)) {
      // Jetty skips CR and LF in any order, but only where they came together with the request.
      buffer.position(end);
    }
    return handle;
  }

  private boolean parseLine(ByteBuffer buffer) {
    HeadRules judge = rules.get();
    judge.line().read(buffer);
    boolean handle = super.parseNext(buffer);
    if (inRequestLine() && judge.isLineTooLong()) {
      badMessage(new HttpException.RuntimeException(HttpStatus.URI_TOO_LONG_414));
    }
    return handle;
  }

  /** Not whenever the parser waits for a line: it passes over colons while it does. */
  @Override
  public void reset() {
    super.reset();
    rules.get().line().begin();
  }

  @Override
  protected void setState(State state) {
    super.setState(state);
    if (state == State.END && parsed != null) {
      end = parsed.position();
    }
  }

  private boolean inRequestLine() {
    return inHeaderState() && !isState(State.HEADER);
  }
}

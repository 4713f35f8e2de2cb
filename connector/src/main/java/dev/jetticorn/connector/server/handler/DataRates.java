package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.server.limit.LimitLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests whose client is too slow, and lends the thread pool a thread for each request that
 * waits for its client, so that the others are served meanwhile.
 */
public final class DataRates extends Handler.Wrapper {
  /** How many threads waiting requests are made up for. More of them wait at others' expense. */
  static final int MAX_EXTRA_THREADS = 1_000;

  /** So much of a response is written at a time, or a long one would have a long time. */
  private static final int SLICE = 8 * 1024;

  private volatile Limit limit;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger usualThreads = new AtomicInteger();

  /**
   * Makes a handler; what it wraps is set later.
   *
   * @param bytesPerSecond how much a client must send or read while the server waits for it, or 0
   * @param grace how much longer it may take
   */
  public DataRates(int bytesPerSecond, Duration grace) {
    limit = new Limit(bytesPerSecond, grace);
  }

  private record Limit(int bytesPerSecond, Duration grace) {}

  /** Changes the limit for requests that come from now on; see the constructor. */
  public void setLimit(int bytesPerSecond, Duration grace) {
    limit = new Limit(bytesPerSecond, grace);
  }

  /** How much a client must send or read while the server waits for it. */
  public int bytesPerSecond() {
    return limit.bytesPerSecond();
  }

  /** How much longer it may take. */
  public Duration grace() {
    return limit.grace();
  }

  /** Adds threads to those of the pool, or takes some away. */
  public void addThreads(int more) {
    usualThreads.addAndGet(more);
    wait(0);
  }

  @Override
  protected void doStart() throws Exception {
    if (getServer().getThreadPool() instanceof QueuedThreadPool threads) {
      usualThreads.set(threads.getMaxThreads());
    }
    super.doStart();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SlowClient client = new SlowClient(request, response, LimitLog.of(getServer()));
    Measured measured = new Measured(request, client);
    return super.handle(measured, new MeasuredResponse(measured, response, client), callback);
  }

  /** Called when a request begins to wait for its client, with 1, or ends it, with -1. */
  private void wait(int change) {
    int now = waiting.addAndGet(change);
    if (now <= MAX_EXTRA_THREADS
        && getServer().getThreadPool() instanceof QueuedThreadPool threads) {
      threads.setMaxThreads(usualThreads.get() + Math.max(0, now));
      if (change > 0 && threads.getQueueSize() > 0 && threads.isRunning()) {
        // What is queued already does not start a thread by itself.
        threads.execute(() -> {});
      }
    }
  }

  /** One direction of a request. */
  private final class Direction {
    private final int bytesPerSecond;
    private final DataRate rate;
    private final boolean toClient;
    private final boolean limited;
    private final SlowClient client;

    Direction(SlowClient client, boolean toClient, boolean limited) {
      Limit now = limit;
      this.bytesPerSecond = now.bytesPerSecond();
      this.rate = new DataRate(Math.max(1, bytesPerSecond), now.grace());
      this.client = client;
      this.toClient = toClient;
      this.limited = limited && bytesPerSecond > 0;
    }

    Wait begin(long bytes) {
      return new Wait(this, bytes);
    }
  }

  private final class Wait {
    private final Direction direction;
    private final long bytes;
    private final ClientWatch watch;
    private boolean ended;
    private boolean counted;

    Wait(Direction direction, long bytes) {
      this.direction = direction;
      this.bytes = bytes;
      this.watch =
          new ClientWatch(
              direction.client,
              direction.rate,
              direction.bytesPerSecond,
              direction.toClient,
              () -> waiting.get() > MAX_EXTRA_THREADS,
              direction.toClient ? "response read too slowly" : "request body too slow");
    }

    /** Called when the operation did not end at once. */
    synchronized void watch() {
      if (!ended) {
        counted = true;
        DataRates.this.wait(1);
        if (direction.limited) {
          watch.start(direction.rate.allowance(bytes));
        }
      }
    }

    synchronized void end() {
      if (!ended) {
        ended = true;
        if (counted) {
          DataRates.this.wait(-1);
          watch.end();
        }
        direction.rate.moved(bytes);
      }
    }
  }

  private final class Measured extends Request.Wrapper {
    private final Direction body;
    private final SlowClient client;

    Measured(Request request, SlowClient client) {
      super(request);
      this.client = client;
      this.body = new Direction(client, false, !isStream(request));
    }

    /** A gRPC client may be silent for as long as it has nothing to say. */
    private static boolean isStream(Request request) {
      String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      return type != null && type.startsWith("application/grpc");
    }

    @Override
    public Content.@Nullable Chunk read() {
      Content.Chunk chunk = super.read();
      if (chunk != null) {
        body.rate.moved(chunk.remaining());
      }
      return chunk;
    }

    @Override
    public void demand(Runnable demanded) {
      if (client.isAnswered()) {
        // Two streams, as in a chat: what comes in may pause.
        super.demand(demanded);
        return;
      }
      Wait wait = body.begin(0);
      super.demand(
          Invocable.from(
              Invocable.getInvocationType(demanded),
              () -> {
                wait.end();
                demanded.run();
              }));
      wait.watch();
    }
  }

  private final class MeasuredResponse extends Response.Wrapper {
    private final Direction body;

    MeasuredResponse(Request request, Response response, SlowClient client) {
      super(request, response);
      this.body = new Direction(client, true, true);
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
      if (content == null || content.remaining() <= SLICE) {
        writeSlice(last, content, callback);
        return;
      }
      if (last && !isCommitted() && !getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
        // As Jetty says by itself when it sees the whole of a response.
        getHeaders().put(HttpHeader.CONTENT_LENGTH, content.remaining());
      }
      new Slices(last, content, callback).iterate();
    }

    private void writeSlice(boolean last, @Nullable ByteBuffer content, Callback callback) {
      Wait wait = body.begin(content == null ? 0 : content.remaining());
      super.write(
          last,
          content,
          Callback.from(
              callback.getInvocationType(),
              () -> {
                wait.end();
                callback.succeeded();
              },
              failure -> {
                wait.end();
                callback.failed(failure);
              }));
      wait.watch();
    }

    private final class Slices extends IteratingNestedCallback {
      private final boolean last;
      private final ByteBuffer content;

      Slices(boolean last, ByteBuffer content, Callback callback) {
        super(callback);
        this.last = last;
        this.content = content;
      }

      @Override
      protected Action process() {
        if (!content.hasRemaining()) {
          return Action.SUCCEEDED;
        }
        int length = Math.min(SLICE, content.remaining());
        ByteBuffer slice = content.slice(content.position(), length);
        content.position(content.position() + length);
        writeSlice(last && !content.hasRemaining(), slice, this);
        return Action.SCHEDULED;
      }
    }
  }
}

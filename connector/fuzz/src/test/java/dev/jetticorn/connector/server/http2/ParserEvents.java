package dev.jetticorn.connector.server.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.frames.PushPromiseFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.http2.parser.ServerParser;
import org.eclipse.jetty.io.ArrayByteBufferPool;

/** What the parser makes of bytes, with the pieces of DATA put together. */
final class ParserEvents implements ServerParser.Listener {
  static final int MAX_HEADER_LIST_SIZE = 4_096;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  private final List<String> events = new ArrayList<>();
  private final Http2Parser parser;
  private boolean hasFailed;
  private int largestFieldSection;
  private int largestData;

  /** A parser that has seen the preface and the first SETTINGS. */
  ParserEvents() {
    FrameRates rates = new FrameRates(50, happened -> {}, () -> 0);
    parser = new Http2Parser(new ArrayByteBufferPool(), MAX_HEADER_LIST_SIZE, rates, true);
    parser.tell((streamId, priority) -> events.add("update " + streamId + " " + priority));
    parser.init(this);
    parser.parse(ByteBuffer.wrap(PREFACE));
  }

  void feed(ByteBuffer bytes) {
    parser.parse(bytes);
  }

  List<String> all() {
    return events;
  }

  boolean hasFailed() {
    return hasFailed;
  }

  int largestFieldSection() {
    return largestFieldSection;
  }

  int largestData() {
    return largestData;
  }

  @Override
  public void onHeaders(HeadersFrame frame) {
    MetaData fields = frame.getMetaData();
    int size = 0;
    for (HttpField field : fields.getHttpFields()) {
      size += field.getName().length() + field.getValue().length();
    }
    largestFieldSection = Math.max(largestFieldSection, size);
    PriorityFrame priority = frame.getPriority();
    events.add(
        "headers %d end %b priority %s %s %s %s"
            .formatted(
                frame.getStreamId(),
                frame.isEndStream(),
                priority == null ? "none" : priority.getParentStreamId(),
                fields == FieldSection.MALFORMED,
                fields,
                fields.getHttpFields()));
  }

  @Override
  public void onData(DataFrame frame) {
    // A frame comes in as many pieces as it arrived in.
    largestData = Math.max(largestData, frame.remaining());
    int last = events.size() - 1;
    String stream = "data " + frame.getStreamId() + " ";
    int before = 0;
    if (last >= 0 && events.get(last).startsWith(stream) && !events.get(last).endsWith("!")) {
      before = Integer.parseInt(events.remove(last).substring(stream.length()));
    }
    events.add(stream + (before + frame.remaining()) + (frame.isEndStream() ? "!" : ""));
  }

  @Override
  public void onPriority(PriorityFrame frame) {
    events.add(
        "priority %d on %d weight %d %b"
            .formatted(
                frame.getStreamId(),
                frame.getParentStreamId(),
                frame.getWeight(),
                frame.isExclusive()));
  }

  @Override
  public void onReset(ResetFrame frame) {
    events.add("reset " + frame.getStreamId() + " " + frame.getError());
  }

  @Override
  public void onSettings(SettingsFrame frame) {
    events.add("settings " + frame.getSettings() + " " + frame.isReply());
  }

  @Override
  public void onPushPromise(PushPromiseFrame frame) {
    events.add("push " + frame.getStreamId());
  }

  @Override
  public void onPing(PingFrame frame) {
    events.add("ping " + frame.getPayloadAsLong() + " " + frame.isReply());
  }

  @Override
  public void onGoAway(GoAwayFrame frame) {
    events.add("goaway " + frame.getLastStreamId() + " " + frame.getError());
  }

  @Override
  public void onWindowUpdate(WindowUpdateFrame frame) {
    events.add("window " + frame.getStreamId() + " " + frame.getWindowDelta());
  }

  @Override
  public void onStreamFailure(int streamId, int error, String reason) {
    events.add("stream " + streamId + " failure " + error);
  }

  @Override
  public void onConnectionFailure(int error, String reason) {
    hasFailed = true;
    events.add("failure " + error + " " + reason);
  }
}

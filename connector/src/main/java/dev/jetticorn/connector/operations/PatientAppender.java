package dev.jetticorn.connector.operations;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Waits for an appender in place of those who log; what it has no room for is dropped and counted.
 */
final class PatientAppender extends AsyncAppender {
  private static final int ENTRIES = 16 * 1024;

  /** How long the end waits, in milliseconds. */
  private static final int LONGEST_END = 5_000;

  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong said = new AtomicLong();

  PatientAppender(Appender<ILoggingEvent> appender) {
    setContext(appender.getContext());
    setName(appender.getName());
    setQueueSize(ENTRIES);
    // By default it drops what is less than a warning when a fifth of the room is left.
    setDiscardingThreshold(0);
    setNeverBlock(true);
    setMaxFlushTime(LONGEST_END);
    addAppender(appender);
    start();
  }

  @Override
  public void doAppend(ILoggingEvent event) {
    super.doAppend(event);
    // Not within: an entry about an entry would be ignored.
    long before = said.get();
    long unsaid = dropped.get() - before;
    if (unsaid > 0
        && getRemainingCapacity() > ENTRIES / 2
        && said.compareAndSet(before, before + unsaid)
        && getContext() instanceof LoggerContext context) {
      context
          .getLogger(PatientAppender.class)
          .warn("the appender {} was too slow; {} entries were dropped", getName(), unsaid);
    }
  }

  /** One at a time, or what finds no room after all would not be counted. */
  @Override
  protected synchronized void append(ILoggingEvent event) {
    if (getRemainingCapacity() == 0) {
      dropped.incrementAndGet();
    } else {
      super.append(event);
    }
  }

  long dropped() {
    return dropped.get();
  }
}

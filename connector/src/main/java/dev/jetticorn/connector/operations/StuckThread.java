package dev.jetticorn.connector.operations;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** Where a thread is that others wait for, to be logged. */
public final class StuckThread extends Exception {
  private static final long serialVersionUID = 1L;

  /** Threads that wait for each other would be followed for ever. */
  private static final int LONGEST_CHAIN = 10;

  private StuckThread(String name, StackTraceElement[] stack) {
    super(name, null, false, true);
    setStackTrace(stack);
  }

  /** The thread for whose lock this one waits, over several of them too, or else this one. */
  public static StuckThread behind(Thread waiting) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    StuckThread last = new StuckThread(waiting.getName(), waiting.getStackTrace());
    long id = waiting.getId();
    for (int i = 0; i < LONGEST_CHAIN && id >= 0; i++) {
      ThreadInfo next = threads.getThreadInfo(id, Integer.MAX_VALUE);
      if (next == null) {
        // It has ended meanwhile.
        break;
      }
      last = new StuckThread(next.getThreadName(), next.getStackTrace());
      id = next.getLockOwnerId();
    }
    return last;
  }
}

package dev.jetticorn.connector.server;

import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Makes the threads that run the server. */
final class ThreadPoolFactory {
  /** Acceptors, selectors and what they hand on come on top of the threads for requests. */
  private static final int THREADS_FOR_THE_SERVER_ITSELF = 16;

  private ThreadPoolFactory() {}

  static QueuedThreadPool threadPool(Workers workers, String name) {
    QueuedThreadPool threads =
        new QueuedThreadPool(workers.platformThreads() + THREADS_FOR_THE_SERVER_ITSELF);
    threads.setName(name);
    if (workers.virtualThreads()) {
      threads.setVirtualThreadsExecutor(
          VirtualThreads.getNamedVirtualThreadsExecutor(name + "-virtual-"));
    }
    return threads;
  }
}

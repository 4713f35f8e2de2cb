package dev.jetticorn.connector;

import dev.jetticorn.connector.operations.ErrorLog;
import dev.jetticorn.connector.operations.PidFile;
import dev.jetticorn.connector.operations.Signal;
import dev.jetticorn.connector.server.ConnectorServer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that owns its process: signals tell it what to do, and its end ends the process. */
final class Service {
  private static final int STATUS = 0;

  private final ConnectorServer server;
  private final Optional<PidFile> pidFile;
  private final ErrorLog log;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  Service(ConnectorServer server, Optional<PidFile> pidFile, ErrorLog log) {
    this.server = server;
    this.pidFile = pidFile;
    this.log = log;
  }

  /** Serves until a signal ends it. */
  void run() throws InterruptedException {
    // Before the start: it may take long, and who sees the server listen may stop it at once.
    Thread onExit = new Thread(() -> stop(server::close), "jetticorn-stop");
    Runtime.getRuntime().addShutdownHook(onExit);
    Signal.TERM.runs(() -> stop(server::close));
    Signal.INT.runs(() -> stop(server::closeNow));
    Signal.TTIN.runs(() -> server.addWorkers(1));
    Signal.TTOU.runs(() -> server.addWorkers(-1));
    try {
      server.start();
    } catch (RuntimeException e) {
      Runtime.getRuntime().removeShutdownHook(onExit);
      throw e;
    }
    stopped.await();
  }

  /** Ends the process as well: a JVM that a signal ends by itself exits with 143. */
  private void stop(Runnable close) {
    boolean first = stopping.compareAndSet(false, true);
    // Who asks again does not want to wait. A server that is still starting has no request in
    // progress to wait for.
    if (first && server.isServing()) {
      close.run();
    }
    pidFile.ifPresent(PidFile::close);
    log.close();
    stopped.countDown();
    Runtime.getRuntime().halt(STATUS);
  }
}

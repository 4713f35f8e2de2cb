package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.testing.Waiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class StuckThreadTest {
  @Test
  void isTheOneWithTheLock() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch release = new CountDownLatch(1);
    Thread owner =
        new Thread(
            () -> {
              lock.lock();
              try {
                sitOn(release);
              } finally {
                lock.unlock();
              }
            },
            "owner");
    owner.start();
    assertThat(Waiting.until(lock::isLocked)).isTrue();
    Thread waiting = new Thread(lock::lock, "waiting");
    waiting.start();
    assertThat(Waiting.until(() -> lock.hasQueuedThread(waiting))).isTrue();
    try {
      assertThat(StuckThread.behind(waiting)).hasMessage("owner");
      assertThat(StuckThread.behind(waiting).getStackTrace())
          .anyMatch(frame -> frame.getMethodName().equals("sitOn"));
      assertThat(StuckThread.behind(owner)).hasMessage("owner");
    } finally {
      release.countDown();
      owner.join();
      waiting.join();
    }
  }

  @Test
  void isTheThreadItselfOnceItHasEnded() throws Exception {
    Thread ended = new Thread(() -> {}, "ended");
    ended.start();
    ended.join();

    assertThat(StuckThread.behind(ended)).hasMessage("ended");
  }

  private static void sitOn(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

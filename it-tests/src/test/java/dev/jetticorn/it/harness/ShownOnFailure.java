package dev.jetticorn.it.harness;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Shows what the child processes of a test class said when one of its tests fails. */
public final class ShownOnFailure implements TestExecutionExceptionHandler, AfterAllCallback {
  private static final Queue<Program> PROGRAMS = new ConcurrentLinkedQueue<>();

  static void add(Program program) {
    PROGRAMS.add(program);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    StringBuilder said = new StringBuilder("The programs of this test class said:\n");
    PROGRAMS.forEach(program -> said.append("\n=== ").append(program));
    failure.addSuppressed(new AssertionError(said.toString()));
    throw failure;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    PROGRAMS.forEach(Program::close);
    PROGRAMS.clear();
  }
}

package dev.jetticorn.connector.settings.load;

import java.util.List;

/** What one source says, and what in it could not be read. */
public record Assignments(List<Assignment> assignments, List<Problem> problems) {
  public Assignments {
    assignments = List.copyOf(assignments);
    problems = List.copyOf(problems);
  }

  /** Nobody said anything. */
  public static Assignments none() {
    return new Assignments(List.of(), List.of());
  }
}

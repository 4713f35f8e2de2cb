package dev.jetticorn.connector.settings.load;

import java.util.List;

/** What the user said cannot be used; the message is the full report. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public SettingsException(List<Problem> problems) {
    super(new ProblemReport(problems).toString());
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong. */
  public List<Problem> problems() {
    return problems;
  }
}

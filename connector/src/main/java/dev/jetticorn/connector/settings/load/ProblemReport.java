package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong, as it is printed. */
public record ProblemReport(List<Problem> problems) {
  /** More than anybody reads: such a file is no file of settings. */
  private static final int MOST = 100;

  public ProblemReport {
    problems = List.copyOf(problems);
  }

  /** What was found when the settings were used. */
  public static ProblemReport of(UnusableSettingException unusable, Settings settings) {
    return new ProblemReport(
        unusable.objections().stream().map(wrong -> Problem.of(wrong, settings)).toList());
  }

  /** The problems with an empty line between two of them. */
  @Override
  public String toString() {
    String shown =
        problems.stream().limit(MOST).map(Problem::toString).collect(Collectors.joining("\n\n"));
    int more = problems.size() - MOST;
    return more > 0 ? shown + "\n\nerror: " + more + " more problems like these" : shown;
  }
}

package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Origin;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that is wrong, as the user reads it.
 *
 * @param headline what is wrong, complete in itself: lower case, no full stop
 * @param places where it stands; the first is the one to look at
 * @param remarks what follows the excerpt
 */
public record Problem(String headline, List<Place> places, List<Remark> remarks) {
  public Problem {
    places = List.copyOf(places);
    remarks = List.copyOf(remarks);
  }

  /** A place and what stands beside its carets. */
  public record Place(Origin origin, String label) {}

  /** A line like {@code = help: did you mean `bind`?}. */
  public record Remark(String kind, String text) {}

  /** A problem at one place. */
  public static Problem at(Origin origin, String headline, String label) {
    return new Problem(headline, List.of(new Place(origin, label)), List.of());
  }

  /** What is wrong with a value that is well formed. */
  public static Problem of(Objection objection, Settings settings) {
    Origin origin = settings.origin(objection.setting());
    Problem problem =
        origin instanceof Origin.Default && origin.excerpt().isEmpty()
            ? new Problem(objection.headline(), List.of(), List.of()).note(objection.label())
            : at(narrowed(origin, objection.pointAt()), objection.headline(), objection.label());
    for (String note : objection.notes()) {
      problem = problem.note(note);
    }
    for (String help : objection.helps()) {
      problem = problem.help(help);
    }
    return problem;
  }

  /** The same with a second place. */
  public Problem and(Origin origin, String label) {
    var more = new ArrayList<>(places);
    more.add(new Place(origin, label));
    return new Problem(headline, more, remarks);
  }

  public Problem allowed(String what) {
    return plus("allowed", what);
  }

  public Problem defaultValue(String text) {
    return plus("default", text);
  }

  public Problem note(String fact) {
    return plus("note", fact);
  }

  public Problem help(String advice) {
    return plus("help", advice);
  }

  /** A source that says nothing but this. */
  Assignments asAssignments() {
    return new Assignments(List.of(), List.of(this));
  }

  /** The problem as it is printed, with line feeds and without one at the end. */
  @Override
  public String toString() {
    return ProblemText.of(this);
  }

  private Problem plus(String kind, String text) {
    var more = new ArrayList<>(remarks);
    more.add(new Remark(kind, text));
    return new Problem(headline, places, more);
  }

  private static Origin narrowed(Origin origin, String part) {
    return part.isEmpty() ? origin : origin.narrowedTo(part);
  }
}

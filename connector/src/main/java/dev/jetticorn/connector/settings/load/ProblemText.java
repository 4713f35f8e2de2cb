package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.load.Problem.Place;
import dev.jetticorn.connector.settings.model.Excerpt;
import dev.jetticorn.connector.settings.model.Origin;
import java.util.Comparator;
import java.util.List;

/** Draws a problem: headline, place, the line with carets, remarks. */
final class ProblemText {
  /** Columns of a headline; the user may have typed a name of any length. */
  private static final int LONGEST_HEADLINE = 300;

  private final StringBuilder text = new StringBuilder();
  private final String gutter;

  private ProblemText(int digits) {
    gutter = " ".repeat(digits);
  }

  static String of(Problem problem) {
    int digits = 1;
    for (Place place : problem.places()) {
      digits = Math.max(digits, number(place.origin()).length());
    }
    return new ProblemText(digits).draw(problem);
  }

  private String draw(Problem problem) {
    text.append("error: ").append(Printable.of(problem.headline()).shortened(LONGEST_HEADLINE));
    if (!problem.places().isEmpty()) {
      Place first = problem.places().get(0);
      text.append('\n').append(gutter).append("--> ");
      text.append(Printable.of(first.origin().where()).text());
      drawPlaces(problem.places(), first);
    }
    for (Problem.Remark remark : problem.remarks()) {
      text.append('\n').append(gutter).append(" = ").append(remark.kind()).append(": ");
      text.append(Printable.of(remark.text()).text());
    }
    return text.toString();
  }

  private void drawPlaces(List<Place> places, Place primary) {
    List<Place> inOrder =
        places.stream()
            .sorted(Comparator.comparingInt(place -> lineNumber(place.origin())))
            .toList();
    text.append('\n').append(gutter).append(" |");
    for (Place place : inOrder) {
      if (place.origin().excerpt().isPresent()) {
        draw(place, place.origin().excerpt().get(), place.equals(primary) ? '^' : '-');
      } else {
        // A secret: the label alone tells what is wrong with it.
        text.append('\n').append(gutter).append(" | ").append(place.label());
      }
    }
  }

  private void draw(Place place, Excerpt excerpt, char mark) {
    Printable line = Printable.window(excerpt);
    String number = number(place.origin());
    text.append('\n').append(number).append(gutter.substring(number.length()));
    text.append(" | ").append(line.text());
    text.append('\n').append(gutter).append(" | ");
    text.append(" ".repeat(line.start()));
    text.append(String.valueOf(mark).repeat(Math.max(1, line.end() - line.start())));
    if (!place.label().isEmpty()) {
      text.append(' ').append(Printable.of(place.label()).text());
    }
  }

  private static int lineNumber(Origin origin) {
    return origin instanceof Origin.FileLine line ? line.number() : 0;
  }

  private static String number(Origin origin) {
    return origin instanceof Origin.FileLine line ? Integer.toString(line.number()) : "";
  }
}

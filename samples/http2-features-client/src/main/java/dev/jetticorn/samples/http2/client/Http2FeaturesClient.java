package dev.jetticorn.samples.http2.client;

import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The command: {@code java -jar http2-features-client.jar --insecure https://localhost:8443}. */
public final class Http2FeaturesClient {
  private static final String USAGE =
      """
      usage: java -jar http2-features-client.jar [--insecure] [--only WORDS] URL

        URL           where http2-features runs, such as https://localhost:8443
        --insecure    take any certificate, also a self-signed one
        --only WORDS  only the checks with these words in their name, such as `health`

      Prints PASS or FAIL for each check. Exit status: 0 if all passed, 1 if one failed,
      2 if the command line makes no sense.
      """;

  private Http2FeaturesClient() {}

  /**
   * Runs the command.
   *
   * @param arguments the words of the command line
   */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    boolean insecure = false;
    String only = "";
    var addresses = new ArrayList<String>();
    for (var words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      if (word.equals("--insecure")) {
        insecure = true;
      } else if (word.equals("--only") && words.hasNext()) {
        only = words.next();
      } else {
        addresses.add(word);
      }
    }
    if (addresses.size() != 1 || addresses.get(0).startsWith("-")) {
      err.print(USAGE);
      return 2;
    }
    Target target;
    try {
      target = new Target(URI.create(addresses.get(0)), insecure);
    } catch (IllegalArgumentException e) {
      err.println("error: " + e.getMessage());
      return 2;
    }
    return check(target, only, out, err);
  }

  private static int check(Target target, String only, PrintStream out, PrintStream err) {
    var checks = new ArrayList<>(new Http2Checks(target).all());
    checks.addAll(new Http1Checks(target).all());
    checks.removeIf(check -> !check.name().contains(only));
    if (checks.isEmpty()) {
      err.println("error: no check has `" + only + "` in its name");
      return 2;
    }
    int passed = 0;
    for (Check check : checks) {
      Check.Result result = check.run();
      out.println(result.line());
      passed += result.passed() ? 1 : 0;
    }
    out.println(passed + " of " + checks.size() + " checks passed");
    return passed == checks.size() ? 0 : 1;
  }
}

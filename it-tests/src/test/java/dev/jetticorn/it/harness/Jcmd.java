package dev.jetticorn.it.harness;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks into a running JVM with the JDK's own tool. */
public final class Jcmd {
  private static final Pattern CLASS_LOADERS =
      Pattern.compile(" (\\d+) +\\d+ +org\\.eclipse\\.jetty\\.ee\\.webapp\\.WebAppClassLoader\\b");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  /**
   * What is in memory once the heap has been collected.
   *
   * @param webApplications class loaders of web applications
   * @param loadedClasses classes that are loaded, without those that were unloaded
   * @param liveBytes how much of the heap is reachable
   */
  public record Memory(int webApplications, long loadedClasses, long liveBytes) {
    @Override
    public String toString() {
      return "%d class loaders, %d classes, %.1f MB of heap"
          .formatted(webApplications, loadedClasses, liveBytes / 1e6);
    }
  }

  private Jcmd() {}

  /** Collects the heap of a program twice, because what it unloads frees more. */
  public static Memory memoryOf(Program program) throws InterruptedException {
    ask(program, "GC.class_histogram");
    String histogram = ask(program, "GC.class_histogram");
    String counters = ask(program, "PerfCounter.print");
    Matcher loaders = CLASS_LOADERS.matcher(histogram);
    return new Memory(
        loaders.find() ? Integer.parseInt(loaders.group(1)) : 0,
        counter(counters, "java.cls.loadedClasses") - counter(counters, "java.cls.unloadedClasses"),
        number(TOTAL, histogram));
  }

  private static long counter(String counters, String name) {
    return number(Pattern.compile(Pattern.quote(name) + "=(\\d+)"), counters);
  }

  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new AssertionError(pattern + " is not in\n" + text);
    }
    return Long.parseLong(found.group(1));
  }

  private static String ask(Program program, String command) throws InterruptedException {
    String jcmd = Repository.java().resolveSibling("jcmd").toString();
    return Tool.BASH
        .run("-c", "%s %d %s".formatted(jcmd, program.pid(), command))
        .succeeded()
        .out();
  }
}

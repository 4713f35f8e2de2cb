package dev.jetticorn.samples.grpc.client;

import java.util.Objects;

/**
 * One thing that must be so.
 *
 * @param name what, such as {@code a call with one answer}
 * @param claim throws if it is not so
 */
record Check(String name, Claim claim) {
  /** Something that is tried. */
  interface Claim {
    void verify() throws Exception;
  }

  /** Tries it and says so in one line. */
  String run() {
    try {
      claim.verify();
      return "PASS  " + name;
    } catch (Exception e) {
      return "FAIL  " + name + ": " + e.toString().replaceAll("\\s+", " ");
    }
  }

  static void equal(String what, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new IllegalStateException(what + " is " + actual + " instead of " + expected);
    }
  }
}

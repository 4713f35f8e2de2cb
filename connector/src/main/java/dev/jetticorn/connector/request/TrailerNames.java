package dev.jetticorn.connector.request;

/** Which fields may follow a body (RFC 9110, 6.5.1). */
public final class TrailerNames {
  private TrailerNames() {}

  /** Whether a field with this name may: it says nothing of framing, routing or authentication. */
  public static boolean allow(String name) {
    return !FieldPlace.TRAILER.isForbidden(name);
  }
}

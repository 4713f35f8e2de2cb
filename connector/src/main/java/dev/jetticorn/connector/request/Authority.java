package dev.jetticorn.connector.request;

/** Where a request is sent, for example {@code shop.example:8443} (RFC 3986, 3.2). */
public final class Authority {
  private Authority() {}

  /**
   * Whether a port has digits alone, where there is one; Jetty's parsers take {@code +80} too, and
   * whoever decides by the port need not.
   */
  public static boolean hasPlainPort(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon <= authority.lastIndexOf(']')
        || authority.chars().skip(colon + 1L).allMatch(c -> c >= '0' && c <= '9');
  }
}

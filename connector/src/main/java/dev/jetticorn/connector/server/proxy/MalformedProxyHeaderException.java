package dev.jetticorn.connector.server.proxy;

/** The first bytes of a connection that are no header of the PROXY protocol. */
public final class MalformedProxyHeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedProxyHeaderException(String what) {
    // Whoever sends such headers must not make us fill in stack traces.
    super(what, null, false, false);
  }
}

package dev.jetticorn.connector.settings;

/** To whom early hints are sent. */
public enum EarlyHintsMode {
  /** To clients of HTTP/1.1 and HTTP/2. */
  ON,
  /** To clients of HTTP/2 alone. */
  H2,
  /** To nobody. */
  OFF
}

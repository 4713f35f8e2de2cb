package dev.jetticorn.connector.settings;

/** Which kinds of priority of HTTP/2 count. */
public enum Http2Priority {
  /** None. */
  OFF,
  /** Weights and dependencies: PRIORITY frames (RFC 7540, section 5.3). */
  RFC7540,
  /** Urgency: the Priority field and PRIORITY_UPDATE frames (RFC 9218). */
  RFC9218,
  /** What the client uses; urgency if it uses both. */
  BOTH;

  /** Whether weights and dependencies count. */
  public boolean countsDependencies() {
    return this == RFC7540 || this == BOTH;
  }

  /** Whether urgency counts. */
  public boolean countsUrgency() {
    return this == RFC9218 || this == BOTH;
  }
}

package dev.jetticorn.connector.settings;

/** How trusted peers may begin to speak HTTP/2 without TLS. */
public enum Http2ClearText {
  /** Not at all. */
  OFF,
  /** The connection begins with HTTP/2's preface (RFC 9113, section 3.3). */
  PRIOR_KNOWLEDGE,
  /** A request of HTTP/1.1 asks for it with {@code Upgrade: h2c} (RFC 7540, section 3.2). */
  UPGRADE,
  /** In either way. */
  BOTH;

  /** Whether a connection may begin with HTTP/2's preface. */
  public boolean allowsPriorKnowledge() {
    return this == PRIOR_KNOWLEDGE || this == BOTH;
  }

  /** Whether a request of HTTP/1.1 may ask for HTTP/2. */
  public boolean allowsUpgrade() {
    return this == UPGRADE || this == BOTH;
  }
}

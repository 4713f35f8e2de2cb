package dev.jetticorn.connector.settings;

/** Which version of the PROXY protocol a proxy speaks. */
public enum ProxyProtocol {
  /** None. */
  OFF,
  /** The line of text. */
  V1,
  /** The block of bytes. */
  V2,
  /** Either. */
  AUTO;

  /** Whether the line of text is read. */
  public boolean allowsV1() {
    return this == V1 || this == AUTO;
  }

  /** Whether the block of bytes is read. */
  public boolean allowsV2() {
    return this == V2 || this == AUTO;
  }
}

package dev.jetticorn.connector.server.limit;

/** Counts the content that all requests of one connection have moved together, in bytes. */
public interface DataCount {
  /** What has been sent to the client. */
  long dataSent();

  /** What has come from the client. */
  long dataReceived();
}

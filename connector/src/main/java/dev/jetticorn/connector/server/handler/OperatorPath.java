package dev.jetticorn.connector.server.handler;

import org.eclipse.jetty.server.Request;

/** Answers requests of the operator, which no log and no count of requests mentions. */
public interface OperatorPath {
  /** Whether this request is answered here. */
  boolean answers(Request request);
}

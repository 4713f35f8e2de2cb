package dev.jetticorn.it.application.everything;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;

/** A websocket that says everything back. */
@ServerEndpoint("/socket/{name}")
public final class EchoEndpoint {
  /** Answers one message, and says it on standard output. */
  @OnMessage
  public String echo(@PathParam("name") String name, String message) {
    System.out.println(name + " says: " + message);
    return name + " heard: " + message;
  }
}

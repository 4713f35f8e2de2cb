package dev.jetticorn.connector.server;

import dev.jetticorn.connector.server.ServerFactory.Network;
import dev.jetticorn.connector.server.handler.RequestPermits;
import dev.jetticorn.connector.server.handler.Stage;
import dev.jetticorn.connector.server.hook.Hooks;
import java.util.Optional;
import org.eclipse.jetty.server.Server;

/**
 * The parts of a server that a reload changes or replaces.
 *
 * @param hooks the operator's listeners
 * @param network listeners, and what stands between them and the first handlers
 * @param beforePermits what a request goes through first
 * @param permits empty where nothing limits the requests in progress
 * @param behindPermits what stands right before the application
 * @param logs what hears of each request
 */
record Assembly(
    Server server,
    Hooks hooks,
    Network network,
    Stage beforePermits,
    Optional<RequestPermits> permits,
    Stage behindPermits,
    RequestLogs logs) {

  /** The same parts behind another network. */
  Assembly with(Network other) {
    return new Assembly(server, hooks, other, beforePermits, permits, behindPermits, logs);
  }
}

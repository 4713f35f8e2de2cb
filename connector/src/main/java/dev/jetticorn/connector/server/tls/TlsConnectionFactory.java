package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.LimitSettings.HANDSHAKE_TIMEOUT;
import static dev.jetticorn.connector.settings.LimitSettings.TLS_RATE_LIMIT;

import dev.jetticorn.connector.server.limit.Deadline;
import dev.jetticorn.connector.server.limit.LimitLog;
import dev.jetticorn.connector.server.limit.PerSecond;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks TLS, and tells a client why its handshake failed.
 *
 * <p>Jetty closes the connection as soon as a handshake fails. With TLS 1.3 the alert that names
 * the reason (RFC 8446, 6.2; RFC 7301, 3.2) is not on the wire by then, and the client only sees
 * the end of the connection.
 */
public final class TlsConnectionFactory extends SslConnectionFactory {
  private Duration handshakeTimeout = HANDSHAKE_TIMEOUT.defaultValue();
  private int rateLimit = TLS_RATE_LIMIT.defaultValue();

  private static final Logger LOG = LoggerFactory.getLogger(TlsConnectionFactory.class);

  /**
   * A factory of TLS connections.
   *
   * @param nextProtocol what is spoken inside, by the name of its connection factory
   */
  public TlsConnectionFactory(SslContextFactory.Server tls, String nextProtocol) {
    super(tls, nextProtocol);
  }

  /** Sets how long a handshake may take. */
  public void setHandshakeTimeout(Duration timeout) {
    handshakeTimeout = timeout;
  }

  /** How long a handshake may take. */
  public Duration getHandshakeTimeout() {
    return handshakeTimeout;
  }

  /**
   * Sets how many records without data a connection may bring in a second.
   *
   * @param records at least 1, or 0 for any number
   */
  public void setRateLimit(int records) {
    rateLimit = records;
  }

  /** How many records without data a connection may bring in a second; 0 for any number. */
  public int getRateLimit() {
    return rateLimit;
  }

  /** Closes the connection if the handshake does not end in time, whatever trickles in. */
  @Override
  protected <T extends AbstractConnection> T configure(
      T connection, Connector connector, EndPoint endPoint) {
    T configured = super.configure(connection, connector, endPoint);
    Duration timeout = handshakeTimeout;
    Deadline deadline =
        Deadline.after(
            connector.getScheduler(),
            timeout,
            () -> {
              LimitLog.of(connector.getServer())
                  .exceeded(
                      endPoint.getRemoteSocketAddress(),
                      "no complete TLS handshake after "
                          + timeout.toSeconds()
                          + " s, connection closed",
                      HANDSHAKE_TIMEOUT.name());
              endPoint.close();
            });
    connection.addEventListener(
        new Connection.Listener() {
          @Override
          public void onClosed(Connection closed) {
            deadline.met();
          }
        });
    ((SslConnection) connection)
        .addHandshakeListener(
            new SslHandshakeListener() {
              @Override
              public void handshakeSucceeded(Event event) {
                deadline.met();
              }

              @Override
              public void handshakeFailed(Event event, Throwable failure) {
                deadline.met();
              }
            });
    return configured;
  }

  @Override
  protected SslConnection newSslConnection(
      Connector connector, EndPoint endPoint, SSLEngine engine) {
    LimitLog log = LimitLog.of(connector.getServer());
    int limit = rateLimit;
    PerSecond withoutData = new PerSecond();
    return new SslConnection(
        connector.getByteBufferPool(),
        connector.getExecutor(),
        getSslContextFactory(),
        endPoint,
        engine,
        isDirectBuffersForEncryption(),
        isDirectBuffersForDecryption()) {
      @Override
      protected SSLEngineResult wrap(SSLEngine engine, ByteBuffer[] input, ByteBuffer output)
          throws SSLException {
        try {
          return super.wrap(engine, input, output);
        } catch (SSLException e) {
          sendAlert(engine, getEndPoint());
          throw e;
        }
      }

      @Override
      protected SSLEngineResult unwrap(SSLEngine engine, ByteBuffer input, ByteBuffer output)
          throws SSLException {
        SSLEngineResult result;
        try {
          result = super.unwrap(engine, input, output);
        } catch (SSLException e) {
          sendAlert(engine, getEndPoint());
          throw e;
        }
        boolean isWithoutData = result.bytesConsumed() > 0 && result.bytesProduced() == 0;
        if (isWithoutData && limit > 0 && withoutData.add(1, NanoTime.now()) > limit) {
          log.exceeded(
              getEndPoint().getRemoteSocketAddress(),
              "more than " + limit + " TLS records without data in a second, connection closed",
              TLS_RATE_LIMIT.name());
          getEndPoint().close();
          throw new SSLException("too many records without data");
        }
        return result;
      }
    };
  }

  /** Sends what waits in the engine, the alert last, as far as the socket takes it at once. */
  private static void sendAlert(SSLEngine engine, EndPoint network) {
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        SSLEngineResult wrapped = engine.wrap(BufferUtil.EMPTY_BUFFER, record.clear());
        if (wrapped.bytesProduced() == 0 || !network.flush(record.flip())) {
          return;
        }
      }
    } catch (IOException e) {
      LOG.debug("alert not sent", e);
    }
  }
}

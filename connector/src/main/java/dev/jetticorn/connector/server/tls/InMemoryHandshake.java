package dev.jetticorn.connector.server.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A handshake of the server with itself in memory, so that a certificate that Java cannot use, for
 * whatever reason of its own, shows at start and not at the first client.
 */
final class InMemoryHandshake {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine server;
  private final SSLEngine client;

  private InMemoryHandshake(SSLEngine server, SSLEngine client) {
    this.server = server;
    this.client = client;
  }

  /**
   * Shakes hands with a client that knows one version of TLS and every cipher suite.
   *
   * @return the cipher suite that the two agreed on
   */
  static String cipherSuite(SSLEngine server, String protocol) throws SSLException {
    SSLEngine client = clientContext().createSSLEngine();
    client.setUseClientMode(true);
    client.setEnabledProtocols(new String[] {protocol});
    client.setEnabledCipherSuites(client.getSupportedCipherSuites());
    server.setUseClientMode(false);
    // This client has no certificate, and is not asked for one.
    server.setNeedClientAuth(false);
    server.setWantClientAuth(false);
    new InMemoryHandshake(server, client).run();
    return client.getSession().getCipherSuite();
  }

  private void run() throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(4 * client.getSession().getPacketBufferSize());
    ByteBuffer toClient = ByteBuffer.allocate(4 * server.getSession().getPacketBufferSize());
    server.beginHandshake();
    client.beginHandshake();
    while (isBusy(client) || isBusy(server)) {
      boolean moved = step(client, toClient, toServer);
      moved |= step(server, toServer, toClient);
      if (!moved) {
        throw new SSLException("neither side has anything to say");
      }
    }
  }

  private static boolean isBusy(SSLEngine engine) {
    return engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
  }

  /** Does what the engine needs next; false when it can only wait for the other. */
  private static boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        engine.getDelegatedTask().run();
        return true;
      }
      case NEED_WRAP -> {
        return engine.wrap(NOTHING.duplicate(), out).bytesProduced() > 0;
      }
      case NEED_UNWRAP -> {
        in.flip();
        try {
          return engine.unwrap(in, NOTHING.duplicate()).bytesConsumed() > 0;
        } finally {
          in.compact();
        }
      }
      default -> {
        return false;
      }
    }
  }

  private static SSLContext clientContext() throws SSLException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustEverybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }

  /** Trusts every name and authority; Java still refuses the algorithms that it holds for weak. */
  private static final class TrustEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

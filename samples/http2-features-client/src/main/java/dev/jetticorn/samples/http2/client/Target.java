package dev.jetticorn.samples.http2.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The application that is checked.
 *
 * @param base its address, such as {@code https://localhost:8443}
 * @param insecure whether any certificate will do
 */
record Target(URI base, boolean insecure) {
  /** How long anything may take before it counts as missing. */
  static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final int HTTPS_PORT = 443;

  Target {
    if (!"https".equals(base.getScheme()) || base.getHost() == null) {
      throw new IllegalArgumentException("not an https address: " + base);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(
        withoutBrackets(base.getHost()), base.getPort() < 0 ? HTTPS_PORT : base.getPort());
  }

  /** The address of a path of the application. */
  URI at(String path) {
    String root = base.toString();
    return URI.create(
        root.endsWith("/") ? root.substring(0, root.length() - 1) + path : root + path);
  }

  SSLContext tls() {
    try {
      if (!insecure) {
        return SSLContext.getDefault();
      }
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {new TrustAnything()}, null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** A connection on which the handshake is done and one of the protocols agreed. */
  SSLSocket connect(String... protocols) throws IOException {
    var socket = (SSLSocket) tls().getSocketFactory().createSocket(tcp(), host(), port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    if (!insecure) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private String host() {
    return withoutBrackets(base.getHost());
  }

  private int port() {
    return address().getPort();
  }

  private Socket tcp() throws IOException {
    var socket = new Socket();
    int deadline = Math.toIntExact(DEADLINE.toMillis());
    socket.connect(address(), deadline);
    socket.setSoTimeout(deadline);
    return socket;
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Takes any certificate; an extended trust manager, or the JDK adds a check of the name. */
  private static final class TrustAnything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

/** Certificates, keys and cipher suites: from PEM files to Jetty's {@code SslContextFactory}. */
@NullMarked
package dev.jetticorn.connector.server.tls;

import org.jspecify.annotations.NullMarked;

/** Our HTTP/2 session: a thin layer on Jetty's session, parser and stream. */
@NullMarked
package dev.jetticorn.connector.server.http2;

import org.jspecify.annotations.NullMarked;

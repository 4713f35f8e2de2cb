/** Our HTTP/1.1 connection: a thin layer on Jetty's. */
@NullMarked
package dev.jetticorn.connector.server.http1;

import org.jspecify.annotations.NullMarked;

/** Settings in, a running Jetty server out. */
@NullMarked
package dev.jetticorn.connector.server;

import org.jspecify.annotations.NullMarked;

/** Sockets, and the protocols spoken on them. */
@NullMarked
package dev.jetticorn.connector.server.listener;

import org.jspecify.annotations.NullMarked;

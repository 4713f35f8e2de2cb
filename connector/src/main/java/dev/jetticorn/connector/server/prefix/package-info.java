/** Shows an application where clients find it, behind a proxy that takes a prefix off the path. */
@NullMarked
package dev.jetticorn.connector.server.prefix;

import org.jspecify.annotations.NullMarked;

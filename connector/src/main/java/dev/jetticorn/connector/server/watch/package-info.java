/** Files that are looked at again and again. */
@NullMarked
package dev.jetticorn.connector.server.watch;

import org.jspecify.annotations.NullMarked;

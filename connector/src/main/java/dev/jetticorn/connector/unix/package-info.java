/** Unix sockets, of listeners and for control. */
@NullMarked
package dev.jetticorn.connector.unix;

import org.jspecify.annotations.NullMarked;

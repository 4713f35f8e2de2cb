/** Servlets that ask for HTTP/2 by the types of servlet-bridge. */
@NullMarked
package dev.jetticorn.it.application.typed;

import org.jspecify.annotations.NullMarked;

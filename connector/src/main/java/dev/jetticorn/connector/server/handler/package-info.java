/** Handlers between the listeners and the web application. */
@NullMarked
package dev.jetticorn.connector.server.handler;

import org.jspecify.annotations.NullMarked;

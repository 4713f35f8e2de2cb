/** The web application: a WAR, or servlets handed over by an embedding program. */
@NullMarked
package dev.jetticorn.connector.server.webapp;

import org.jspecify.annotations.NullMarked;

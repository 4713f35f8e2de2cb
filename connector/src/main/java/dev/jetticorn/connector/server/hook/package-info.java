/** Listeners of the operator's own, from the jars of {@code lib}. */
@NullMarked
package dev.jetticorn.connector.server.hook;

import org.jspecify.annotations.NullMarked;

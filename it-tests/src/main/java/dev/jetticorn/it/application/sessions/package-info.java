/** An application that keeps things in its session. */
@NullMarked
package dev.jetticorn.it.application.sessions;

import org.jspecify.annotations.NullMarked;

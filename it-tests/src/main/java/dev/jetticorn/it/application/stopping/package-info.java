/** An application that does not end well. */
@NullMarked
package dev.jetticorn.it.application.stopping;

import org.jspecify.annotations.NullMarked;

/** An application that never gets ready. */
@NullMarked
package dev.jetticorn.it.application.starting;

import org.jspecify.annotations.NullMarked;

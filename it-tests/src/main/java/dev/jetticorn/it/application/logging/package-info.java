/** An application that logs in every way there is. */
@NullMarked
package dev.jetticorn.it.application.logging;

import org.jspecify.annotations.NullMarked;

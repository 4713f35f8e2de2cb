/** The runnable jar: arguments in, an exit status out. */
@NullMarked
package dev.jetticorn.connector;

import org.jspecify.annotations.NullMarked;

/** Starts the packaged jar and real clients as child processes, and looks at what they say. */
@NullMarked
package dev.jetticorn.it.harness;

import org.jspecify.annotations.NullMarked;

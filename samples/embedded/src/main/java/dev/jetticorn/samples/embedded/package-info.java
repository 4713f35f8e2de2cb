/** A program that is its own web server. */
@NullMarked
package dev.jetticorn.samples.embedded;

import org.jspecify.annotations.NullMarked;

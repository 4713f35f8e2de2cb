/** A filter that wraps what it hands on, as those of frameworks do. */
@NullMarked
package dev.jetticorn.it.application.wrapping;

import org.jspecify.annotations.NullMarked;

/** A Jetty server that somebody else has built, and the connector in it. */
@NullMarked
package dev.jetticorn.samples.plugin;

import org.jspecify.annotations.NullMarked;

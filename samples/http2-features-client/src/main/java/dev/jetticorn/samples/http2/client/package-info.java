/** A program that checks over the wire what http2-features shows. */
@NullMarked
package dev.jetticorn.samples.http2.client;

import org.jspecify.annotations.NullMarked;

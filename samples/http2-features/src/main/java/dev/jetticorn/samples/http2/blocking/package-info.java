/**
 * Blocking servlets that find the features in request attributes and know the Servlet API alone.
 */
@NullMarked
package dev.jetticorn.samples.http2.blocking;

import org.jspecify.annotations.NullMarked;

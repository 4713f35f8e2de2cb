/** The same endpoints as asynchronous servlets, which use the typed doors of servlet-bridge. */
@NullMarked
package dev.jetticorn.samples.http2.async;

import org.jspecify.annotations.NullMarked;

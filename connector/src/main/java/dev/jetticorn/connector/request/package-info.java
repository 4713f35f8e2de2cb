/** One request and its attributes: early hints, priority and trailers. */
@NullMarked
package dev.jetticorn.connector.request;

import org.jspecify.annotations.NullMarked;

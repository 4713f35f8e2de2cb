/** What a servlet may ask for beyond the Servlet API: early hints, priority and trailers. */
@NullMarked
package dev.jetticorn.bridge;

import org.jspecify.annotations.NullMarked;

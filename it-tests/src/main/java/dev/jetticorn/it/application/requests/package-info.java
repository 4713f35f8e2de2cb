/** Servlets that know the Servlet API alone, and ask for HTTP/2 by attribute name. */
@NullMarked
package dev.jetticorn.it.application.requests;

import org.jspecify.annotations.NullMarked;

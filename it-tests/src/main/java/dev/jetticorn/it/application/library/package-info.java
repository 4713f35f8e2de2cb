/** What a jar in WEB-INF/lib may bring to a web application. */
@NullMarked
package dev.jetticorn.it.application.library;

import org.jspecify.annotations.NullMarked;

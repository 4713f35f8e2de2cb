/** One of each thing that a web application may be made of. */
@NullMarked
package dev.jetticorn.it.application.everything;

import org.jspecify.annotations.NullMarked;

/** The packaged jar, tried as a new user would. */
@NullMarked
package dev.jetticorn.it;

import org.jspecify.annotations.NullMarked;

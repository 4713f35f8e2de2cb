/** An application that is deployed again and again: it says which version of it answers. */
@NullMarked
package dev.jetticorn.it.application.deployed;

import org.jspecify.annotations.NullMarked;

/** What the server and a well-behaved client feel of each attack, measured. */
@NullMarked
package dev.jetticorn.it.attacks;

import org.jspecify.annotations.NullMarked;

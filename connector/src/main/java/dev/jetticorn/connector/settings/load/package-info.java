/** From what the user wrote to settings: reading, checking, and saying what is wrong. */
@NullMarked
package dev.jetticorn.connector.settings.load;

import org.jspecify.annotations.NullMarked;

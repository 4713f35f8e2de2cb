/** From the words of the command line to assignments. */
@NullMarked
package dev.jetticorn.connector.cli;

import org.jspecify.annotations.NullMarked;

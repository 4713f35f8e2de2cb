/** Runs what the documents tell a reader to run. */
@NullMarked
package dev.jetticorn.it.documents;

import org.jspecify.annotations.NullMarked;

/** The list of every setting there is, one class a section. */
@NullMarked
package dev.jetticorn.connector.settings;

import org.jspecify.annotations.NullMarked;

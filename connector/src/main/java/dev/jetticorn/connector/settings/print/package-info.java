/** The registry as text: help, reference and the settings in force. */
@NullMarked
package dev.jetticorn.connector.settings.print;

import org.jspecify.annotations.NullMarked;

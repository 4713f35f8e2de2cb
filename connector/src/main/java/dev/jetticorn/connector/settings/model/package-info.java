/** What a setting is: its name, its type, who said it, and which rules hold across several. */
@NullMarked
package dev.jetticorn.connector.settings.model;

import org.jspecify.annotations.NullMarked;

/** What the server counts, and who is told. */
@NullMarked
package dev.jetticorn.connector.server.metrics;

import org.jspecify.annotations.NullMarked;

/** What clients may do, and how the operator hears of one that did more. */
@NullMarked
package dev.jetticorn.connector.server.limit;

import org.jspecify.annotations.NullMarked;

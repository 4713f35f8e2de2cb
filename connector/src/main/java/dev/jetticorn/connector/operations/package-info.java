/** What the operator sees: the error log and the pid file. */
@NullMarked
package dev.jetticorn.connector.operations;

import org.jspecify.annotations.NullMarked;

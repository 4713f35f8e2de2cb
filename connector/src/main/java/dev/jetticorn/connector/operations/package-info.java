/** What the operator sees and sends: the error log, the pid file, signals. */
@NullMarked
package dev.jetticorn.connector.operations;

import org.jspecify.annotations.NullMarked;

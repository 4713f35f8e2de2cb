/** How logs get out: entries, a writer that nobody waits for, and files, streams and syslog. */
@NullMarked
package dev.jetticorn.connector.log;

import org.jspecify.annotations.NullMarked;

/** Sessions that outlive the process: how they are stored, and when. */
@NullMarked
package dev.jetticorn.connector.server.session;

import org.jspecify.annotations.NullMarked;

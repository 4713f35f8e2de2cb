/** What a trusted proxy says about the request that it hands on. */
@NullMarked
package dev.jetticorn.connector.server.forwarded;

import org.jspecify.annotations.NullMarked;

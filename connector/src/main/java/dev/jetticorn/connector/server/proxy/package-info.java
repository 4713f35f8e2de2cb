/** The PROXY protocol: a line or a block of bytes in which a proxy says for whom it connects. */
@NullMarked
package dev.jetticorn.connector.server.proxy;

import org.jspecify.annotations.NullMarked;

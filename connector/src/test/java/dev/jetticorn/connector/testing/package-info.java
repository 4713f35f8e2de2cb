/** Clients and servers for tests that look at the wire. */
package dev.jetticorn.connector.testing;

/** Listeners of the server, for a jar of {@code lib}. */
package dev.jetticorn.it.application.hooks;

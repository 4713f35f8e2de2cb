package dev.jetticorn.it.application.library;

/** Found by {@link Initializer}. */
public final class LoudGreeter implements Greeter {}

package dev.jetticorn.it.application.library;

/** What {@link Initializer} looks for. */
public interface Greeter {}

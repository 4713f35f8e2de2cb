package dev.jetticorn.connector.settings.model;

import java.nio.file.Path;
import java.util.Optional;

/** Where the text of a setting came from. */
public sealed interface Origin {

  /** The place in words: "server.properties:3", "environment variable PORT". */
  String where();

  /** What stands there; empty for a secret, which is never shown. */
  Optional<Excerpt> excerpt();

  /** The same with another excerpt, or none. */
  Origin with(Optional<Excerpt> other);

  /** The same without what stands there. */
  default Origin hidden() {
    return with(Optional.empty());
  }

  /** The same with carets under a part alone, if it stands there. */
  default Origin narrowedTo(String part) {
    return with(excerpt().map(all -> all.narrowedTo(part)));
  }

  /** A line of a properties file, numbered from 1. */
  record FileLine(Path file, int number, Optional<Excerpt> excerpt) implements Origin {
    @Override
    public String where() {
      return file + ":" + number;
    }

    @Override
    public Origin with(Optional<Excerpt> other) {
      return new FileLine(file, number, other);
    }
  }

  /** An environment variable. */
  record Variable(String name, Optional<Excerpt> excerpt) implements Origin {
    @Override
    public String where() {
      return "environment variable " + name;
    }

    @Override
    public Origin with(Optional<Excerpt> other) {
      return new Variable(name, other);
    }
  }

  /** A word of JETTICORN_CMD_ARGS, numbered from 1. */
  record VariableArgument(int position, Optional<Excerpt> excerpt) implements Origin {
    @Override
    public String where() {
      return "environment variable JETTICORN_CMD_ARGS, word " + position;
    }

    @Override
    public Origin with(Optional<Excerpt> other) {
      return new VariableArgument(position, other);
    }
  }

  /** A word of the command line, numbered from 1. */
  record Argument(int position, Optional<Excerpt> excerpt) implements Origin {
    @Override
    public String where() {
      return "command line, word " + position;
    }

    @Override
    public Origin with(Optional<Excerpt> other) {
      return new Argument(position, other);
    }
  }

  /** A program that embeds the server. */
  record Code(Optional<Excerpt> excerpt) implements Origin {
    @Override
    public String where() {
      return "settings given by the program";
    }

    @Override
    public Origin with(Optional<Excerpt> other) {
      return new Code(other);
    }
  }

  /** Nobody said anything. */
  record Default(Optional<Excerpt> excerpt) implements Origin {
    @Override
    public String where() {
      return "default";
    }

    @Override
    public Origin with(Optional<Excerpt> other) {
      return new Default(other);
    }
  }
}

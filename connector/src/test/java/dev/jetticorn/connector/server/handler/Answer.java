package dev.jetticorn.connector.server.handler;

import java.util.Locale;
import java.util.Map;

/** A response as a client saw it; field names are in lower case. */
public record Answer(int status, Map<String, String> fields, String body) {
  public String field(String name) {
    return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }
}

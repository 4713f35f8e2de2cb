package dev.jetticorn.connector.server.forwarded;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What one proxy says in the field {@code Forwarded}.
 *
 * @param client who connected to the proxy ({@code for})
 * @param host where the request was sent
 * @param scheme {@code http} or {@code https} ({@code proto})
 */
public record ForwardedElement(
    Optional<ForwardedNode> client, Optional<ForwardedAuthority> host, Optional<String> scheme) {

  /** The parameters that mean something; others are extensions, which are let be. */
  static ForwardedElement of(Map<String, String> parameters) throws MalformedFieldException {
    Optional<ForwardedNode> client = node(parameters, "for");
    node(parameters, "by");
    String host = parameters.get("host");
    String scheme = parameters.get("proto");
    return new ForwardedElement(
        client,
        host == null ? Optional.empty() : Optional.of(ForwardedAuthority.parse(host)),
        scheme == null ? Optional.empty() : Optional.of(scheme(scheme)));
  }

  private static Optional<ForwardedNode> node(Map<String, String> parameters, String name)
      throws MalformedFieldException {
    String node = parameters.get(name);
    return node == null ? Optional.empty() : Optional.of(ForwardedNode.parse(node));
  }

  private static String scheme(String text) throws MalformedFieldException {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "http" -> "http";
      case "https" -> "https";
      default -> throw new MalformedFieldException("neither http nor https");
    };
  }
}

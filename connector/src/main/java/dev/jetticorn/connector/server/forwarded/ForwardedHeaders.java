package dev.jetticorn.connector.server.forwarded;

import static dev.jetticorn.connector.settings.ForwarderHeader.FORWARDED;
import static dev.jetticorn.connector.settings.ForwarderHeader.X_FORWARDED_FOR;
import static dev.jetticorn.connector.settings.ForwarderHeader.X_FORWARDED_HOST;
import static dev.jetticorn.connector.settings.ForwarderHeader.X_FORWARDED_PORT;
import static dev.jetticorn.connector.settings.ForwarderHeader.X_FORWARDED_PREFIX;

import dev.jetticorn.connector.settings.ForwarderHeader;
import dev.jetticorn.connector.settings.SchemeHeader;
import dev.jetticorn.connector.settings.TrustedPeers;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * What is believed of the header fields of a trusted proxy.
 *
 * @param believed the fields that are read at all
 * @param schemes those that say whether the client came by HTTPS
 * @param trusted the proxies whose part of a list of addresses is believed
 */
public record ForwardedHeaders(
    List<ForwarderHeader> believed, List<SchemeHeader> schemes, TrustedPeers trusted) {
  private static final int MOST_HOPS = 64;

  /**
   * What a proxy says of the request.
   *
   * @param client who sent it; empty where the proxy does not say
   * @param authority where it was sent
   * @param scheme {@code http} or {@code https}
   * @param prefix what was taken off the path, {@code /app}; empty for nothing
   */
  public record Told(
      Optional<InetSocketAddress> client,
      Optional<ForwardedAuthority> authority,
      Optional<String> scheme,
      String prefix) {
    static final Told NOTHING = new Told(Optional.empty(), Optional.empty(), Optional.empty(), "");
  }

  /** Takes the lists as they are now. */
  public ForwardedHeaders {
    believed = List.copyOf(believed);
    schemes = List.copyOf(schemes);
  }

  /**
   * Reads the fields of a request that came from a trusted peer.
   *
   * @param host where the request was sent by the proxy, for a port alone; empty if it did not say
   */
  public Told read(HttpFields fields, String host) throws MalformedFieldException {
    Told told = believed.contains(FORWARDED) ? forwarded(fields) : Told.NOTHING;
    Optional<InetSocketAddress> client =
        believed.contains(X_FORWARDED_FOR) ? forwardedFor(fields) : told.client();
    Optional<ForwardedAuthority> authority = told.authority();
    if (believed.contains(X_FORWARDED_HOST)) {
      Optional<String> last = lastElement(fields, X_FORWARDED_HOST);
      authority = last.isEmpty() ? authority : Optional.of(ForwardedAuthority.parse(last.get()));
    }
    if (believed.contains(X_FORWARDED_PORT)) {
      Optional<String> last = lastElement(fields, X_FORWARDED_PORT);
      if (last.isPresent()) {
        int port = ForwardedAuthority.parsePort(last.get());
        String at = authority.map(ForwardedAuthority::host).orElse(host);
        authority = Optional.of(new ForwardedAuthority(at, port)).filter(a -> !a.host().isEmpty());
      }
    }
    Optional<String> prefix =
        believed.contains(X_FORWARDED_PREFIX)
            ? joined(fields, X_FORWARDED_PREFIX.fieldName())
            : Optional.empty();
    return new Told(
        client, authority, scheme(fields, told.scheme()), ForwardedPrefix.parse(prefix.orElse("")));
  }

  /** From the nearest proxy towards the client, as far as the proxies are trusted. */
  private Told forwarded(HttpFields fields) throws MalformedFieldException {
    List<ForwardedElement> elements = new ArrayList<>();
    for (HttpField field : fields.getFields(FORWARDED.fieldName())) {
      elements.addAll(ForwardedField.parse(value(field)));
    }
    Collections.reverse(elements);
    Told told = Told.NOTHING;
    for (ForwardedElement element : elements) {
      Optional<InetSocketAddress> client = element.client().flatMap(ForwardedHeaders::known);
      told = new Told(client.or(told::client), element.host(), element.scheme(), "");
      if (client.isEmpty() || !isTrustedHop(client.get())) {
        break;
      }
    }
    return told;
  }

  /**
   * The same for a list of addresses alone. What comes before may be the client's, and anything.
   */
  private Optional<InetSocketAddress> forwardedFor(HttpFields fields)
      throws MalformedFieldException {
    Optional<String> all = joined(fields, X_FORWARDED_FOR.fieldName());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String text = all.get();
    int end = text.length();
    Optional<InetSocketAddress> client = Optional.empty();
    for (int hops = 0; hops < MOST_HOPS; hops++) {
      int comma = text.lastIndexOf(',', end - 1);
      Optional<InetSocketAddress> hop =
          known(ForwardedNode.parseBare(text.substring(comma + 1, end).strip()));
      if (hop.isEmpty()) {
        return client;
      }
      client = hop;
      if (comma < 0 || !isTrustedHop(hop.get())) {
        return client;
      }
      end = comma;
    }
    throw new MalformedFieldException("too many proxies");
  }

  private static Optional<InetSocketAddress> known(ForwardedNode node) {
    return node instanceof ForwardedNode.Known known
        ? Optional.of(known.address())
        : Optional.empty();
  }

  private boolean isTrustedHop(InetSocketAddress hop) {
    return trusted.includesByName(hop.getAddress());
  }

  /** What the nearest proxy says, where each adds to a list. */
  private static Optional<String> lastElement(HttpFields fields, ForwarderHeader header) {
    return joined(fields, header.fieldName())
        .map(all -> all.substring(all.lastIndexOf(',') + 1).strip());
  }

  private static Optional<String> joined(HttpFields fields, String name) {
    List<HttpField> lines = fields.getFields(name);
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(lines.stream().map(ForwardedHeaders::value).collect(Collectors.joining(",")));
  }

  private static String value(HttpField field) {
    return field.getValue() == null ? "" : field.getValue();
  }

  /** As in gunicorn: a field with its value means HTTPS, with another one HTTP. */
  private Optional<String> scheme(HttpFields fields, Optional<String> already)
      throws MalformedFieldException {
    Optional<String> scheme = already;
    for (SchemeHeader header : schemes) {
      for (HttpField field : fields.getFields(header.name())) {
        String said = value(field).equalsIgnoreCase(header.value()) ? "https" : "http";
        if (scheme.filter(other -> !other.equals(said)).isPresent()) {
          throw new MalformedFieldException("contradictory scheme headers");
        }
        scheme = Optional.of(said);
      }
    }
    return scheme;
  }
}

package dev.jetticorn.bridge;

import jakarta.servlet.ServletRequest;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * Sends {@code 103 Early Hints} (RFC 8297) ahead of the response of one request.
 *
 * <pre>{@code
 * EarlyHints.of(request).link("</style.css>; rel=preload; as=style");
 * }</pre>
 *
 * <p>Each call that sends writes one 103 response with the fields of that call and nothing else,
 * and returns when it has been written. Several calls, also from several threads, are sent one
 * after the other. Hints may be sent until the response is committed.
 *
 * <p>HTTP/1.0 knows no interim responses and is never sent any.
 */
@FunctionalInterface
public interface EarlyHints {
  /**
   * The early hints of a request.
   *
   * @param request the request, wrapped or not
   * @return the early hints; in a container that offers none, ones that send nothing and return
   *     {@code false}
   */
  static EarlyHints of(ServletRequest request) {
    return request.getAttribute(EarlyHints.class.getName()) instanceof EarlyHints hints
        ? hints
        : fields -> false;
  }

  /**
   * Sends one 103 response with these fields.
   *
   * @param fields names and values, in order; a name may appear several times. A name is a token
   *     (RFC 9110, 5.1). A value has no control character but the tab, so no CR, LF or NUL, and no
   *     character above U+00FF; white space around it is dropped. At most as large as the header of
   *     a response may be (about 8 KiB on HTTP/1.1 and 16 KiB on HTTP/2, less if an HTTP/2 client
   *     says so), each field counted as name, value and 32 bytes
   * @return whether the hint was sent: {@code false} when there is no field, when the response is
   *     already committed, when the client speaks HTTP/1.0 or has gone, when the server is told to
   *     send none, and in a container that has no early hints
   * @throws IllegalArgumentException if a field is null, malformed, too large or has no place in a
   *     103: {@code Content-Length}, {@code Transfer-Encoding}, {@code Trailer}, {@code TE}, {@code
   *     Connection}, {@code Keep-Alive}, {@code Proxy-Connection}, {@code Upgrade}, {@code
   *     HTTP2-Settings}, {@code Set-Cookie} and pseudo-header fields. The message names the field.
   *     Nothing has been sent then, and the response can go on
   */
  boolean send(Collection<Map.Entry<String, String>> fields);

  /**
   * Sends one 103 response with a {@code Link} field (RFC 8288) for each value.
   *
   * @param values such as {@code </style.css>; rel=preload; as=style}
   * @return whether the hint was sent, as for {@link #send}
   * @throws IllegalArgumentException as for {@link #send}
   */
  default boolean link(String... values) {
    return send(
        Arrays.stream(values)
            // Not Map.entry: send is the one to refuse a null, in the same words as any bad value.
            .<Map.Entry<String, String>>map(value -> new SimpleImmutableEntry<>("Link", value))
            .toList());
  }
}

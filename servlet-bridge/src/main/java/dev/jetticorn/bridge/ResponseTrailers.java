package dev.jetticorn.bridge;

import jakarta.servlet.ServletRequest;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fields that follow the body of a response (RFC 9110, 6.5).
 *
 * <pre>{@code
 * response.setHeader("Trailer", "content-md5");
 * write(body, response.getOutputStream());
 * ResponseTrailers.of(request).ifPresent(trailers -> trailers.send("content-md5", md5(body)));
 * }</pre>
 *
 * <p>The fields are kept and go out when the response ends. Several calls, also from several
 * threads, add up; what the servlet gave to {@code HttpServletResponse.setTrailerFields} is sent
 * with them. A response to HEAD and a response with status 204 or 304 has no trailers. {@code
 * HttpServletResponse.reset()} forgets them.
 */
@FunctionalInterface
public interface ResponseTrailers {
  /**
   * The trailers of the response to a request.
   *
   * @param request the request, wrapped or not
   * @return the trailers; empty if the connection has none: HTTP/1.0, HTTP/1.1 when the client did
   *     not send {@code TE: trailers}, and a container that does not offer them
   */
  static Optional<ResponseTrailers> of(ServletRequest request) {
    return request.getAttribute(ResponseTrailers.class.getName())
            instanceof ResponseTrailers trailers
        ? Optional.of(trailers)
        : Optional.empty();
  }

  /**
   * Adds fields to the trailers.
   *
   * @param fields names and values, in order; a name may appear several times. A name is a token
   *     (RFC 9110, 5.1). A value has no control character but the tab, so no CR, LF or NUL, and no
   *     character above U+00FF; white space around it is dropped. All trailers of a response
   *     together are at most as large as its header may be (about 8 KiB on HTTP/1.1 and 16 KiB on
   *     HTTP/2, less if an HTTP/2 client says so), each field counted as name, value and 32 bytes
   * @throws IllegalArgumentException if a field is null or malformed, if it makes the trailers too
   *     large, or if it may not be a trailer (RFC 9110, 6.5.1): pseudo-header fields and fields for
   *     framing, routing, authentication, caching and the description of the content, such as
   *     {@code Content-Length}, {@code Host}, {@code Set-Cookie}, {@code Cache-Control} and {@code
   *     Content-Type}. The message names the field. None of the call's fields is added then, and
   *     the response can go on
   * @throws IllegalStateException if it is too late: the response has ended, be it because it was
   *     closed or because its {@code Content-Length} was reached, or it is an HTTP/1.1 response
   *     that was committed with a {@code Content-Length} before the trailers were asked for
   */
  void send(Collection<Map.Entry<String, String>> fields);

  /**
   * Adds one field to the trailers.
   *
   * @param name a token, such as {@code grpc-status}
   * @param value its value
   * @throws IllegalArgumentException as for {@link #send(Collection)}
   * @throws IllegalStateException as for {@link #send(Collection)}
   */
  default void send(String name, String value) {
    // Not Map.entry: send is the one to refuse a null, in the same words as any bad value.
    send(List.of(new SimpleImmutableEntry<>(name, value)));
  }
}

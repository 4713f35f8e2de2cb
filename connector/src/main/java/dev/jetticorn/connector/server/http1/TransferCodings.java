package dev.jetticorn.connector.server.http1;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;

/**
 * What a request says of how its body is framed (RFC 9112, 6.1).
 *
 * <p>Jetty takes any codings that end in {@code chunked}, and reads the body as if the others were
 * not there. A proxy in front may read it otherwise, and then the two disagree about where the next
 * request begins.
 */
final class TransferCodings {
  private static final String CHUNKED = "chunked";

  private TransferCodings() {}

  /**
   * Lets {@code chunked} alone through.
   *
   * @throws HttpException.RuntimeException 501 for codings that are not known here, 400 for
   *     anything else, and for a client of HTTP/1.0, which cannot know of any
   */
  static void check(HttpVersion version, String value) {
    if (version != HttpVersion.HTTP_1_1) {
      throw new HttpException.RuntimeException(
          HttpStatus.BAD_REQUEST_400, "Transfer-Encoding without HTTP/1.1");
    }
    if (value.equalsIgnoreCase(CHUNKED)) {
      return;
    }
    List<String> codings = List.of(value.toLowerCase(Locale.ROOT).split(",", -1));
    boolean isWellFormed =
        codings.stream().map(String::strip).allMatch(TransferCodings::isKnownToTheRfc)
            && codings.stream().map(String::strip).filter(CHUNKED::equals).count() == 1
            && codings.get(codings.size() - 1).strip().equals(CHUNKED);
    throw new HttpException.RuntimeException(
        isWellFormed ? HttpStatus.NOT_IMPLEMENTED_501 : HttpStatus.BAD_REQUEST_400,
        "Transfer-Encoding");
  }

  /** RFC 9112, 7. */
  private static boolean isKnownToTheRfc(String coding) {
    return switch (coding) {
      case CHUNKED, "gzip", "x-gzip", "deflate", "compress", "x-compress" -> true;
      default -> false;
    };
  }
}

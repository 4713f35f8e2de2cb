package dev.jetticorn.connector.server.handler;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Keeps header fields with an underscore in their name from the application. */
public final class UnderscoreFields extends Handler.Wrapper {
  private final boolean refuses;

  /**
   * Makes a handler; what it wraps is set later.
   *
   * @param refuses whether a request with such a field gets 400, rather than that it loses the
   *     field
   */
  public UnderscoreFields(boolean refuses) {
    this.refuses = refuses;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpFields fields = request.getHeaders();
    if (fields.stream().noneMatch(UnderscoreFields::hasUnderscore)) {
      return super.handle(request, response, callback);
    }
    if (refuses) {
      PlainAnswer.write(response, HttpStatus.BAD_REQUEST_400, callback);
      return true;
    }
    HttpFields.Mutable others = HttpFields.build(fields.size());
    fields.stream().filter(field -> !hasUnderscore(field)).forEach(others::add);
    HttpFields left = others.asImmutable();
    Request without =
        new Request.Wrapper(request) {
          @Override
          public HttpFields getHeaders() {
            return left;
          }
        };
    return super.handle(without, response, callback);
  }

  private static boolean hasUnderscore(HttpField field) {
    return field.getName().indexOf('_') >= 0;
  }
}

package dev.jetticorn.samples.http2.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.samples.http2.client.Fields.Field;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
  private static final String MD5_OF_ABC = "kAFQmDzST7DWlj99KOF/cg==";
  private static final Fields JSON = fields(new Field("Content-Type", "application/json"));

  @Test
  void trailersMustBeAnnouncedCompleteAndRight() {
    Fields announced = fields(new Field("Trailer", "content-md5, x-status"));
    Fields right = fields(new Field("content-md5", MD5_OF_ABC), new Field("x-status", "success"));
    Fields wrong = fields(new Field("content-md5", "x"), new Field("x-status", "success"));

    assertThatCode(() -> Expectations.hasTrailers(answer(announced, "abc", right), "x-status"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Expectations.hasTrailers(answer(announced, "abc", wrong), "x-status"))
        .hasMessage("the trailer content-md5 is [x] instead of [" + MD5_OF_ABC + "]");
    assertThatThrownBy(
            () -> Expectations.hasTrailers(answer(announced, "abc", Fields.NONE), "x-status"))
        .hasMessage("the list of trailers is [] instead of [content-md5, x-status]");
    assertThatThrownBy(
            () -> Expectations.hasTrailers(answer(Fields.NONE, "abc", right), "x-status"))
        .hasMessage("Trailer is [] instead of [content-md5, x-status]");
  }

  @Test
  void priorityMustBeThereOrNull() {
    Answer some =
        answer(
            JSON,
            "{\"http_version\": \"2\", \"priority\": {\"weight\": 201, \"depends_on\": 0}}",
            Fields.NONE);
    Answer none = answer(JSON, "{\"http_version\": \"1.1\", \"priority\": null}", Fields.NONE);
    Answer silent = answer(JSON, "{\"http_version\": \"1.1\"}", Fields.NONE);

    assertThatCode(() -> Expectations.hasPriority(some, 201, 0)).doesNotThrowAnyException();
    assertThatCode(() -> Expectations.hasNoPriority(none, "1.1")).doesNotThrowAnyException();
    assertThatThrownBy(() -> Expectations.hasPriority(some, 16, 0))
        .hasMessage("weight is 201 instead of 16");
    assertThatThrownBy(() -> Expectations.hasNoPriority(silent, "1.1"))
        .hasMessage("priority is missing");
  }

  @Test
  void aHintMustComeWellBeforeThePageAndBeAboutIt() {
    List<String> links =
        List.of("</a.css>; rel=preload; as=style", "</b.js>; rel=preload; as=script");
    String page = "<link href=\"/a.css\"><script src=\"/b.js\">";

    assertThatCode(() -> Expectations.hintsEarly(hinted(links, 300, page)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Expectations.hintsEarly(hinted(links, 3, page)))
        .hasMessage("the hint came only 3 ms before the response");
    assertThatThrownBy(() -> Expectations.hintsEarly(hinted(links.subList(0, 1), 300, page)))
        .hasMessage("the number of Link fields is 1 instead of 2");
    assertThatThrownBy(() -> Expectations.hintsEarly(hinted(links, 300, "another page")))
        .hasMessage("the page does not use /a.css");
    assertThatThrownBy(() -> Expectations.hintsEarly(answer(Fields.NONE, page, Fields.NONE)))
        .hasMessage("the list of interim responses is [] instead of [103]");
  }

  private static Answer hinted(List<String> links, long millisAhead, String page) {
    var hint =
        new Answer.Head(
            103, new Fields(links.stream().map(link -> new Field("Link", link)).toList()), 0);
    var head = new Answer.Head(200, Fields.NONE, millisAhead * 1_000_000);
    return new Answer(List.of(hint), head, ByteBuffer.wrap(page.getBytes(UTF_8)), Fields.NONE);
  }

  private static Answer answer(Fields fields, String body, Fields trailers) {
    return new Answer(
        List.of(),
        new Answer.Head(200, fields, 0),
        ByteBuffer.wrap(body.getBytes(UTF_8)),
        trailers);
  }

  private static Fields fields(Field... fields) {
    return new Fields(List.of(fields));
  }
}

package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a WAR may be made of works from the one jar. */
final class WebApplicationIT {
  @TempDir static Path directory;

  private static RunningConnector server;
  private static Path uploads;

  @BeforeAll
  static void start() throws Exception {
    WarFile.of("everything")
        .library(WarFile.jar(directory, "library"))
        .in(directory, "everything.war");
    uploads = Files.createDirectory(directory.resolve("uploads")).toRealPath();
    server =
        Connector.in(directory)
            .settings(
                """
                war = everything.war
                bind = https://127.0.0.1:0, http://127.0.0.1:0
                certfile = self-signed
                tmp_upload_dir = uploads
                """)
            .start(2);
  }

  @Test
  void runsAnAnnotatedServletBehindAnAnnotatedFilter() throws Exception {
    HttpResponse<String> response = Client.get(server.url("/annotated"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("annotated");
    assertThat(response.headers().firstValue("X-Filtered")).contains("yes");
  }

  @Test
  void keepsTheSessionCookieFromScriptsUnlessWebXmlSaysOtherwise() throws Exception {
    WarFile.of("sessions").in(directory, "kept.war");
    WarFile.of("sessions")
        .text(
            "WEB-INF/web.xml",
            """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <session-config>
                <cookie-config><http-only>false</http-only></cookie-config>
              </session-config>
            </web-app>
            """)
        .in(directory, "told.war");
    try (RunningConnector both =
        Connector.in(directory)
            .with("--war", "/kept=kept.war, /told=told.war", "--bind", "127.0.0.1:0")
            .start()) {
      assertThat(
              Client.get(both.url("/kept/count")).headers().firstValue("Set-Cookie").orElseThrow())
          .endsWith("; Path=/kept; Secure; HttpOnly");
      assertThat(
              Client.get(both.url("/told/count")).headers().firstValue("Set-Cookie").orElseThrow())
          .endsWith("; Path=/told; Secure");
    }
  }

  @Test
  void injectsAnEntryOfWebXml() throws Exception {
    assertThat(Client.get(server.url("/annotated")).body()).contains("injected: good morning");
  }

  @Test
  void runsAServletOfWebXmlWithItsParameter() throws Exception {
    assertThat(Client.get(server.url("/described")).body()).contains("parameter: green");
  }

  @Test
  void findsEntriesOfWebXmlByTheirJndiNames() throws Exception {
    assertThat(Client.get(server.url("/described")).body())
        .contains("looked up: good morning", "looked up: 42");
  }

  @Test
  void runsAServletThatAListenerRegistered() throws Exception {
    assertThat(Client.get(server.url("/by-listener")).body()).contains("added by a listener");
  }

  @Test
  void runsTheContainerInitializersOfAJarAndHandsThemTheirTypes() throws Exception {
    assertThat(Client.get(server.url("/by-initializer")).body())
        .contains("added by an initializer, which saw: LoudGreeter");
  }

  @Test
  void readsTheWebFragmentOfAJar() throws Exception {
    assertThat(Client.get(server.url("/fragment")).body()).contains("from a web fragment");
  }

  @Test
  void servesTheResourcesOfAJar() throws Exception {
    assertThat(Client.get(server.url("/from-jar.txt")).body()).contains("a file from a jar");
  }

  @Test
  void compilesAPage() throws Exception {
    HttpResponse<String> response = Client.get(server.url("/page.jsp"));

    assertThat(response.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(response.body()).contains("six times seven is 42", "a-b");
  }

  @Test
  void compilesATagFile() throws Exception {
    assertThat(Client.get(server.url("/page.jsp")).body()).contains("<b>from a tag file!</b>");
  }

  @Test
  void servesTheWelcomeFile() throws Exception {
    assertThat(Client.get(server.url("/")).body()).contains("<title>welcome</title>");
  }

  @Test
  void answersWithTheErrorPageOfTheApplication() throws Exception {
    HttpResponse<String> response = Client.get(server.url("/nothing-here"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("error page of the application, for /nothing-here");
  }

  @Test
  void keepsASession() throws Exception {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    String url = server.url(1, "/session");

    String first = client.send(Client.request(url).build(), BodyHandlers.ofString()).body();
    String second = client.send(Client.request(url).build(), BodyHandlers.ofString()).body();

    assertThat(first).contains("visit 1");
    assertThat(second).contains("visit 2");
  }

  @Test
  void answers401ToAStrangerWhereMembersMayEnter() throws Exception {
    HttpResponse<String> response = Client.get(server.url("/members/described"));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Basic realm=\"everything\"");
  }

  @Test
  void answers401ToAWrongPassword() throws Exception {
    HttpResponse<String> response =
        Client.http2()
            .send(
                // somebody:wrong
                Client.request(server.url("/members/described"))
                    .header("Authorization", "Basic c29tZWJvZHk6d3Jvbmc=")
                    .build(),
                BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void answers403WhereNobodyMayEnter() throws Exception {
    assertThat(Client.get(server.url("/nobody/described")).statusCode()).isEqualTo(403);
  }

  @Test
  void keepsUploadsBelowTmpUploadDir() throws Exception {
    String body =
        """
        --limit\r
        Content-Disposition: form-data; name="file"; filename="notes.txt"\r
        Content-Type: text/plain\r
        \r
        %s\r
        --limit--\r
        """
            .formatted("n".repeat(100_000));

    HttpResponse<String> response =
        Client.http2()
            .send(
                Client.request(server.url("/upload"))
                    .header("Content-Type", "multipart/form-data; boundary=limit")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());

    assertThat(response.body()).contains("notes.txt: 100000 bytes", "kept below " + uploads);
  }

  @Test
  void talksOverAWebsocket() throws Exception {
    assertThat(Client.say(server.url("/socket/ann").replace("https:", "wss:")))
        .isEqualTo("ann heard: hi");
    assertThat(Client.say(server.url(1, "/socket/ben").replace("http:", "ws:")))
        .isEqualTo("ben heard: hi");
  }

  @Test
  void servesAnUnpackedApplicationBelowARootPath(@TempDir Path unpacked) throws Exception {
    WarFile.of("everything")
        .library(WarFile.jar(unpacked, "library"))
        .unpackedIn(unpacked.resolve("app"));

    try (RunningConnector other =
        Connector.in(unpacked)
            .with("--war", "app", "--root-path", "/inner", "--bind", "127.0.0.1:0")
            .start()) {
      assertThat(Client.get(other.url("/inner/described")).body()).contains("parameter: green");
      assertThat(Client.get(other.url("/inner/from-jar.txt")).body()).contains("from a jar");
      assertThat(Client.get(other.url("/described")).statusCode()).isEqualTo(404);
    }
  }
}

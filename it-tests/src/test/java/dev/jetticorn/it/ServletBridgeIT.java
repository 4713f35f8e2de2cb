package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Repository;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three kinds of WAR: with servlet-bridge inside, compiled against it, ignorant of it. */
final class ServletBridgeIT {
  @TempDir Path directory;

  @Test
  void worksInAWarThatBundlesServletBridge() throws Exception {
    Path jar = Repository.built("servlet-bridge/target/servlet-bridge-0.1.0.jar");
    WarFile.of("typed").library(jar).in(directory, "app.war");

    usesTheTypes();
  }

  @Test
  void worksInAWarThatLeavesServletBridgeToTheServer() throws Exception {
    WarFile.of("typed").in(directory, "app.war");

    usesTheTypes();
  }

  private void usesTheTypes() throws Exception {
    try (RunningConnector server = start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/typed", 0, 201);
      FrameClient.Response response = client.response(1);

      assertThat(response.body())
          .contains(
              "hinted: true",
              "priority: StreamPriority[weight=201, dependsOn=0, exclusive=false]",
              "urgency: RequestUrgency[urgency=3, incremental=false]",
              "trailers: true");
      assertThat(response.fields())
          .contains("link: </style.css>; rel=preload; as=style", "x-checksum: abc");
    }
  }

  @Test
  void worksInAWarThatKnowsTheServletApiAlone() throws Exception {
    WarFile.of("requests").in(directory, "app.war");

    try (RunningConnector server = start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/priority", 0, 201);
      assertThat(client.response(1).body()).contains("weight: 201, depends on: 0");

      client.get(3, "/hints");
      assertThat(client.response(3).fields()).contains("link: </style.css>; rel=preload; as=style");

      client.get(5, "/trailers");
      assertThat(client.response(5).fields()).contains("x-checksum: abc", "x-status: done");
    }
  }

  private RunningConnector start() throws InterruptedException {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0")
        .start();
  }
}

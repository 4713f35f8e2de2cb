package dev.jetticorn.it.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Repository;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command and snippet of README.md and docs/*.md does what the text says. */
final class DocumentsIT {
  /** What a build makes, which no checkout has. */
  private static final List<String> NOT_CHECKED_OUT = List.of("target", ".git", ".idea");

  @TempDir static Path directory;

  private static final Map<Path, Session> SESSIONS = new LinkedHashMap<>();

  @TestFactory
  Stream<DynamicContainer> everyBlockOfTheDocuments() throws Exception {
    List<DynamicContainer> documents = new ArrayList<>();
    for (Path file : files()) {
      List<Block> blocks =
          Block.of(Repository.root(), file).stream()
              .filter(block -> block.notRun().isEmpty())
              .filter(block -> !block.language().equals("drawing"))
              .toList();
      if (!blocks.isEmpty()) {
        documents.add(
            DynamicContainer.dynamicContainer(
                Repository.root().relativize(file).toString(), tests(file, blocks)));
      }
    }
    return documents.stream();
  }

  private static Stream<DynamicTest> tests(Path file, List<Block> blocks) {
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      Optional<Block> next =
          i + 1 < blocks.size() ? Optional.of(blocks.get(i + 1)) : Optional.empty();
      tests.add(
          DynamicTest.dynamicTest(
              block.place() + " " + block.language(),
              () -> {
                session(file, blocks).follow(block, next);
                if (next.isEmpty()) {
                  session(file, blocks).end();
                }
              }));
    }
    return tests.stream();
  }

  /** Begins with the first block of a document and not before. */
  private static Session session(Path file, List<Block> blocks) throws Exception {
    Session session = SESSIONS.get(file);
    if (session == null) {
      session = begin(file, blocks);
      SESSIONS.put(file, session);
    }
    return session;
  }

  private static Session begin(Path file, List<Block> blocks) throws Exception {
    Path scratch =
        Files.createDirectory(directory.resolve(file.getFileName().toString().replace(".md", "")));
    if (file.getParent().equals(Repository.root())) {
      // The first command of README builds what is there, as in a fresh checkout.
      copyCheckout(scratch);
    }
    pack(scratch, blocks);
    return new Session(scratch);
  }

  /** The application of a document is made of its own servlets, if it has any. */
  private static void pack(Path scratch, List<Block> blocks) throws IOException {
    List<Path> sources = new ArrayList<>();
    Path sourceDirectory = Files.createDirectory(scratch.resolve("src"));
    for (Block block : blocks) {
      if (block.language().equals("java") && block.text().contains("@WebServlet")) {
        String name = block.text().replaceAll("(?s).*public class (\\w+).*", "$1");
        sources.add(Files.writeString(sourceDirectory.resolve(name + ".java"), block.text()));
      }
    }
    if (sources.isEmpty()) {
      WarFile.of("requests").in(scratch, "app.war");
    } else {
      Path classes = scratch.resolve("war-classes");
      Compilation.of(sources, classes);
      WarFile.ofClasses(classes).in(scratch, "app.war");
    }
  }

  private static void copyCheckout(Path target) throws IOException {
    Path root = Repository.root();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_CHECKED_OUT.contains(from.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(target.resolve(root.relativize(from)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
              throws IOException {
            // In a worktree .git is a file; and a server that was killed leaves its control socket.
            if (attributes.isRegularFile()
                && !NOT_CHECKED_OUT.contains(from.getFileName().toString())) {
              Files.copy(from, target.resolve(root.relativize(from)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @AfterAll
  static void end() throws Exception {
    for (Session session : SESSIONS.values()) {
      session.end();
    }
  }

  /** Each exception is written down here as well as in the document, so that none slips in. */
  @Test
  void leavesOutOnlyWhatCannotBeRun() throws Exception {
    List<String> leftOut = new ArrayList<>();
    for (Path file : files()) {
      for (Block block : Block.of(Repository.root(), file)) {
        block
            .notRun()
            .ifPresent(why -> leftOut.add(block.document() + ", " + block.language() + ": " + why));
      }
    }

    assertThat(leftOut)
        .containsExactly(
            "README.md, sh: it is the command that runs them",
            "docs/deploying.md, dockerfile: it needs a Docker daemon",
            "docs/deploying.md, yaml: no package of Envoy is to be had for them",
            "docs/deploying.md, yaml: it needs a cluster");
  }

  /** A row of docs/security.md is worth what its test is worth. */
  @Test
  void securityNamesOnlyTestsThatExist() throws Exception {
    String security = Files.readString(Repository.root().resolve("docs/security.md"));
    Map<String, String> sources = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(Repository.root())) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*/src/test/.*(Test|IT)\\.java")).toList()) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }

    Matcher names = Pattern.compile("\\b([A-Z]\\w+(?:Test|IT))\\b(?:\\.(\\w+))?").matcher(security);
    List<String> missing = new ArrayList<>();
    int found = 0;
    while (names.find()) {
      found++;
      String source = sources.getOrDefault(names.group(1), "");
      String method = names.group(2) == null ? "class " + names.group(1) : names.group(2) + "(";
      if (!source.contains(method)) {
        missing.add(names.group());
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(20);
  }

  /** The one command that no test can run is the one that continuous integration runs. */
  @Test
  void theTestCommandOfReadmeIsWhatContinuousIntegrationRuns() throws Exception {
    Block command =
        Block.of(Repository.root(), Repository.root().resolve("README.md")).stream()
            .filter(block -> block.notRun().isPresent())
            .findFirst()
            .orElseThrow();

    assertThat(Files.readString(Repository.root().resolve(".ci/run"))).contains(command.text());
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(Repository.root().resolve("README.md"));
    try (Stream<Path> documents = Files.walk(Repository.root().resolve("docs"))) {
      documents.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
    }
    return files;
  }
}

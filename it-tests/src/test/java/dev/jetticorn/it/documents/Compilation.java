package dev.jetticorn.it.documents;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources against what the tests have: the Servlet API, servlet-bridge, the connector. */
final class Compilation {
  private Compilation() {}

  static void of(List<Path> sources, Path target) throws IOException {
    Files.createDirectories(target);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean good =
          compiler
              .getTask(
                  problems,
                  files,
                  null,
                  List.of(
                      "--release",
                      "17",
                      "-proc:none",
                      "-Werror",
                      "-Xlint:all,-serial,-classfile,-path",
                      "-parameters",
                      "-classpath",
                      System.getProperty("java.class.path"),
                      "-d",
                      target.toString()),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!good) {
        throw new AssertionError(sources + " did not compile:\n" + problems);
      }
    }
  }
}

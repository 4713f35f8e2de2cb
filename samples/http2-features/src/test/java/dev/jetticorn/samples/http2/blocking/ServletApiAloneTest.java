package dev.jetticorn.samples.http2.blocking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ServletApiAloneTest {
  @Test
  void blockingServletsNeedNothingOfOurs() {
    var sample = new ClassFileImporter().importPackages("dev.jetticorn.samples.http2");

    noClasses()
        .that()
        .resideOutsideOfPackage("..async..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.jetticorn.bridge..")
        .check(sample);
  }
}

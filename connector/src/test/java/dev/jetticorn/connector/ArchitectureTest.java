package dev.jetticorn.connector;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.jetticorn.connector.settings.model.Setting;

/** Who may know whom: docs/architecture.md draws it. */
@AnalyzeClasses(
    packages = "dev.jetticorn.connector",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String BASE = "dev.jetticorn.connector";
  private static final String SETTINGS = BASE + ".settings..";
  private static final String MODEL = BASE + ".settings.model..";
  private static final String SERVER = BASE + ".server..";
  private static final String REQUEST = BASE + ".request..";
  private static final String UNIX = BASE + ".unix..";
  private static final String OPERATIONS = BASE + ".operations..";
  private static final String LOG = BASE + ".log..";
  private static final String CLI = BASE + ".cli..";

  private static final DescribedPredicate<JavaClass> MAIN =
      describe("Main", type -> type.getFullName().equals(BASE + ".Main"));

  private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("dev.jetticorn..");

  @ArchTest
  static final ArchRule onlyMainPrintsAndExits =
      noClasses()
          .that(DescribedPredicate.not(MAIN))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule aPackageDoesNotKnowItsParent = classes().should(notKnowTheirParents());

  @ArchTest
  static final ArchRule nobodyKnowsMain =
      noClasses().that(DescribedPredicate.not(MAIN)).should().dependOnClassesThat(MAIN);

  @ArchTest static final ArchRule theModelOfSettingsKnowsNobody = knowsOnly(MODEL, MODEL);

  @ArchTest
  static final ArchRule settingsAreReadOverTheirModel =
      knowsOnly(BASE + ".settings.load..", BASE + ".settings.load..", MODEL);

  @ArchTest
  static final ArchRule settingsArePrintedOverTheirModel =
      knowsOnly(BASE + ".settings.print..", BASE + ".settings.print..", MODEL);

  @ArchTest
  static final ArchRule settingsAreDeclaredOverTheirModel =
      knowsOnly(BASE + ".settings", BASE + ".settings", MODEL);

  @ArchTest
  static final ArchRule conversionKnowsTheNamesOfSettings =
      knowsOnly(BASE + ".convert..", BASE + ".convert..", MODEL);

  @ArchTest
  static final ArchRule theCommandLineKnowsTheReadingOfSettings =
      knowsOnly(CLI, CLI, BASE + ".settings.load..", MODEL);

  @ArchTest
  static final ArchRule requestsKnowNoSettings =
      knowsOnly(REQUEST, REQUEST, "dev.jetticorn.bridge..");

  @ArchTest
  static final ArchRule operationsKnowSettings =
      knowsOnly(OPERATIONS, OPERATIONS, LOG, UNIX, BASE + ".settings", MODEL)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule logsKnowSettings = knowsOnly(LOG, LOG, UNIX, BASE + ".settings", MODEL);

  @ArchTest
  static final ArchRule theServerDoesNotReadSettings =
      knowsOnly(
          SERVER, SERVER, REQUEST, LOG, UNIX, "dev.jetticorn.bridge..", BASE + ".settings", MODEL);

  @ArchTest static final ArchRule unixSocketsKnowNobody = knowsOnly(UNIX, UNIX);

  @ArchTest
  static final ArchRule settingsAndCommandLineKnowNeitherJettyNorServlets =
      noClasses()
          .that()
          .resideInAnyPackage(SETTINGS, CLI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..", "jakarta..");

  @ArchTest
  static final ArchRule onlyServerAndRequestKnowJetty =
      noClasses()
          .that()
          .resideOutsideOfPackages(SERVER, REQUEST)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..");

  /** {@code server.http1} is the exception of docs/decisions/0009. */
  @ArchTest
  static final ArchRule onlyOurProtocolLayersKnowTheInsideOfJetty =
      noClasses()
          .that()
          .resideOutsideOfPackages(BASE + ".server.http2", BASE + ".server.http1")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..internal..");

  @ArchTest
  static final ArchRule everySettingIsReadWhereItIsApplied =
      fields()
          .that()
          .haveRawType(Setting.class)
          .and()
          .areStatic()
          .should(beReadOutsideOf("dev.jetticorn.connector.settings"));

  private static ArchCondition<JavaField> beReadOutsideOf(String declarations) {
    return new ArchCondition<>("be read outside of " + declarations) {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        boolean read =
            field.getAccessesToSelf().stream()
                .anyMatch(
                    access -> !access.getOriginOwner().getPackageName().startsWith(declarations));
        if (!read) {
          events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is not read"));
        }
      }
    };
  }

  private static ArchRule knowsOnly(String subject, String... known) {
    return noClasses()
        .that()
        .resideInAPackage(subject)
        .should()
        .dependOnClassesThat(OURS.and(DescribedPredicate.not(resideInAnyPackage(known))));
  }

  private static ArchCondition<JavaClass> notKnowTheirParents() {
    return new ArchCondition<>("not know a class of a package that encloses theirs") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          String target = dependency.getTargetClass().getPackageName();
          if (target.startsWith(BASE) && type.getPackageName().startsWith(target + ".")) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }
}

package dev.stet.acceptance.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.stet.acceptance.house.Code.JAVA_BASE;
import static dev.stet.acceptance.house.Code.JAVA_SQL;
import static dev.stet.acceptance.house.Code.STET;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

/** What each room may know of the others, and of the world's libraries. */
class RoomsTest {
  private static final DescribedPredicate<JavaClass> JACKSON =
      resideInAnyPackage("tools.jackson.core..", "tools.jackson.databind..")
          .or(resideInAPackage("com.fasterxml.jackson.annotation.."));

  private static final DescribedPredicate<JavaClass> NULLNESS =
      resideInAPackage("org.jspecify.annotations");

  private static final DescribedPredicate<JavaClass> LOGGER = resideInAPackage("org.slf4j..");

  private static final DescribedPredicate<JavaClass> JDBI = resideInAPackage("org.jdbi.v3..");

  @Test
  void ociKnowsNobody() {
    roomMayUse("oci", JACKSON);
  }

  @Test
  void logKnowsNobody() {
    roomMayUse("log", DescribedPredicate.alwaysFalse());
  }

  @Test
  void httpKnowsNoServer() {
    roomMayUse("http", room("oci").or(JACKSON).or(LOGGER));
  }

  @Test
  void storeKnowsDriversOnly() {
    roomMayUse(
        "store",
        JDBI.or(JAVA_SQL)
            .or(resideInAnyPackage("com.zaxxer.hikari..", "org.flywaydb..", "org.sqlite.."))
            .or(LOGGER));
  }

  @Test
  void apiIsWireRecords() {
    roomMayUse("api", room("oci").or(resideInAPackage("com.fasterxml.jackson.annotation..")));
  }

  @Test
  void auditorReadsHttpOnly() {
    roomMayUse(
        "auditor",
        rooms("log", "store")
            .or(resideInAnyPackage("java.net.http", "com.sun.net.httpserver", "picocli.."))
            .or(LOGGER));
  }

  @Test
  void registryKnowsNeitherServerNorCommand() {
    roomMayUse(
        "registry",
        rooms("oci", "http", "log", "store", "api")
            .or(JDBI)
            .or(JAVA_SQL)
            .or(JACKSON)
            .or(LOGGER)
            .or(resideInAPackage("com.github.benmanes.caffeine..")));
  }

  @Test
  void serverDoesNotKnowTheCommand() {
    noClasses()
        .that(room("server"))
        .should()
        .dependOnClassesThat(room("cli"))
        .because("the server is a process of its own")
        .check(STET);
  }

  @Test
  void theCommandTalksHttp() {
    noClasses()
        .that(room("cli"))
        .should()
        .dependOnClassesThat(rooms("http", "store", "registry", "server"))
        .because("the command knows a running Stet by its HTTP alone")
        .check(STET);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.stet.(**)").should().beFreeOfCycles().check(STET);
  }

  private static void roomMayUse(String name, DescribedPredicate<JavaClass> others) {
    classes()
        .that(room(name))
        .should()
        .onlyDependOnClassesThat(room(name).or(JAVA_BASE).or(NULLNESS).or(others))
        .check(STET);
  }

  private static DescribedPredicate<JavaClass> room(String name) {
    return resideInAPackage("dev.stet." + name + "..");
  }

  private static DescribedPredicate<JavaClass> rooms(String... names) {
    DescribedPredicate<JavaClass> any = DescribedPredicate.alwaysFalse();
    for (String name : names) {
      any = any.or(room(name));
    }
    return any;
  }
}

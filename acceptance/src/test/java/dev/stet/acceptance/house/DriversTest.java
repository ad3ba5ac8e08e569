package dev.stet.acceptance.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.stet.acceptance.house.Code.STET;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.sql.DriverManager;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The library of a driver is seen by one package, so that it can be replaced there. */
class DriversTest {
  @Test
  void httpServer() {
    confine("dev.stet.server.transport", "io.vertx..", "io.netty..");
  }

  @Test
  void database() {
    confine("dev.stet.store", "org.sqlite..", "org.flywaydb..", "com.zaxxer.hikari..");
  }

  @Test
  void metrics() {
    confine("dev.stet.server.metrics", "io.micrometer..", "io.prometheus..");
  }

  @Test
  void cache() {
    confine("dev.stet.registry.standing", "com.github.benmanes.caffeine..");
  }

  @Test
  void logging() {
    confine("dev.stet.server.logging", "ch.qos.logback..");
  }

  @Test
  void git() {
    confine("dev.stet.cli.git", "org.eclipse.jgit..");
  }

  @Test
  void yaml() {
    outside("dev.stet.server.config", "dev.stet.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson.dataformat..", "org.snakeyaml..")
        .check(STET);
  }

  @Test
  void commandLine() {
    outside("dev.stet.cli..", "dev.stet.server", "dev.stet.auditor")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(STET);
  }

  @Test
  void onlyTheStoreConnects() {
    outside("dev.stet.store")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Jdbi.class, DriverManager.class, DataSource.class)
        .because("a handle comes from the store, on one of its threads")
        .check(STET);
  }

  @Test
  void onlyTheRegistrySpeaksSql() {
    outside("dev.stet.store", "dev.stet.registry..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Handle.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.sql")
        .check(STET);
  }

  private static void confine(String home, String... library) {
    outside(home).should().dependOnClassesThat().resideInAnyPackage(library).check(STET);
  }

  private static GivenClassesConjunction outside(String... homes) {
    return noClasses().that().resideOutsideOfPackages(homes);
  }

  /** Rules over an import that sees no library would hold whatever the code does. */
  @Test
  void theImportSeesLibraries() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.sqlite..")
                    .check(new ClassFileImporter().importPackages("dev.stet.store")));
  }
}

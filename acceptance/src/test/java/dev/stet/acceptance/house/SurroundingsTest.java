package dev.stet.acceptance.house;

import static com.tngtech.archunit.core.domain.AccessTarget.Predicates.constructor;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.stet.acceptance.house.Code.STET;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.stet.cli.Stet;
import dev.stet.server.Main;
import dev.stet.server.Surroundings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Time, chance and environment are handed in by the wiring; names and logs are plain. */
class SurroundingsTest {
  /** The classes that look at the world around the process: the mains, and what they hand in. */
  private static final Set<String> WIRING =
      Set.of(
          Main.class.getName(),
          Surroundings.class.getName(),
          Stet.class.getName(),
          dev.stet.auditor.Main.class.getName());

  private static final Map<Class<?>, Set<String>> WORLD =
      Map.of(
          System.class,
              Set.of("currentTimeMillis", "getenv", "getProperty", "getProperties", "setProperty"),
          Math.class, Set.of("random"),
          UUID.class, Set.of("randomUUID"),
          ThreadLocalRandom.class, Set.of("current"));

  private static final DescribedPredicate<AccessTarget> NEW_CHANCE_OR_TIME =
      DescribedPredicate.describe(
          "new source of chance or time",
          target ->
              constructor().test(target)
                  && (target.getOwner().isAssignableTo(Random.class)
                      || target.getOwner().isAssignableTo(SecureRandom.class)
                      || target.getOwner().isAssignableTo(SplittableRandom.class)
                      || (target.getOwner().isEquivalentTo(Date.class)
                          && target.getFullName().endsWith("<init>()"))));

  private static final DescribedPredicate<JavaAccess<?>> LOOKS_AT_THE_WORLD =
      DescribedPredicate.describe(
          "ask clock, chance or environment",
          access ->
              (NEW_CHANCE_OR_TIME.test(access.getTarget()) && !isOfSeed(access))
                  || isClock(access.getTarget())
                  || isNow(access.getTarget())
                  || WORLD.entrySet().stream()
                      .anyMatch(
                          entry ->
                              access.getTargetOwner().isEquivalentTo(entry.getKey())
                                  && entry.getValue().contains(access.getTarget().getName())));

  /** What gives a seed that it was handed where the JDK wants chance. */
  private static boolean isOfSeed(JavaAccess<?> access) {
    return Stream.of(access.getOriginOwner(), access.getTargetOwner())
        .anyMatch(owner -> owner.getName().equals("dev.stet.log.Ed25519$Seed"));
  }

  private static boolean isClock(AccessTarget target) {
    return target.getOwner().isEquivalentTo(Clock.class)
        && (target.getName().startsWith("system") || target.getName().startsWith("tick"));
  }

  /** {@code Instant.now()} and its like; with a clock in the parentheses they are fine. */
  private static boolean isNow(AccessTarget target) {
    return target.getOwner().getPackageName().startsWith("java.time")
        && target.getFullName().endsWith(".now()");
  }

  @Test
  void onlyTheWiringAsksForTimeChanceAndEnvironment() {
    noClasses()
        .that(areNotWiring())
        .should()
        .accessTargetWhere(LOOKS_AT_THE_WORLD)
        .because("what cannot be handed in cannot be tested")
        .check(STET);
  }

  @Test
  void theWiringIsWhereTheyAreAsked() {
    assertThat(WIRING)
        .flatMap(name -> STET.get(name).getAccessesFromSelf())
        .filteredOn(LOOKS_AT_THE_WORLD)
        .extracting(access -> access.getTarget().getName())
        .contains("getenv", "systemUTC", "randomUUID", "<init>");
  }

  @Test
  void onlyTheMainsWriteToTheTerminal() {
    noClasses()
        .that(areNotWiring())
        .and()
        .resideOutsideOfPackage("dev.stet.cli..")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "write to the terminal",
                access ->
                    (access.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("out", "err").contains(access.getTarget().getName()))
                        || access.getTarget().getName().equals("printStackTrace")))
        .check(STET);
  }

  @Test
  void logsGoThroughOneFacade() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..")
        .check(STET);
  }

  @Test
  void packagesArePlainWords() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..impl..", "..manager..", "..helper..")
        .orShould()
        .haveNameMatching(".*(Utils?|Impl|Manager|(?<!Credential)Helper)") // docker's own term
        .check(STET);
  }

  @Test
  void everyPackageSaysWhatMayBeNull() {
    classes().should(resideInANullMarkedPackage()).check(STET);
  }

  @Test
  void noMutableStaticState() {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .beFinal()
        .check(STET);
  }

  private static DescribedPredicate<JavaClass> areNotWiring() {
    return DescribedPredicate.describe(
        "are not the wiring", type -> !WIRING.contains(outermost(type).getName()));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(SurroundingsTest::outermost).orElse(type);
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package that is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getName() + ": its package is not @NullMarked"));
      }
    };
  }
}

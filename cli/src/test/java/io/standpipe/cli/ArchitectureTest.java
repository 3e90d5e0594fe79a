package io.standpipe.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rooms of the command: each knows only those below, and no two classes reach each other. */
class ArchitectureTest {
  private static final String TOP = "io.standpipe.cli";

  /** From the top down. */
  private static final List<String> ROOMS =
      List.of(
          TOP,
          TOP + ".run",
          TOP + ".link",
          TOP + ".talk",
          TOP + ".fifo",
          TOP + ".worker",
          TOP + ".doctor",
          TOP + ".doctor.page",
          TOP + ".doctor.report",
          TOP + ".doctor.view",
          TOP + ".kafka",
          TOP + ".job",
          TOP + ".progress",
          TOP + ".option",
          TOP + ".command",
          TOP + ".output",
          TOP + ".text",
          TOP + ".build");

  /** One room for each subcommand, none of which knows another. */
  private static final Set<String> SUBCOMMANDS =
      Set.of(
          TOP + ".run",
          TOP + ".link",
          TOP + ".talk",
          TOP + ".fifo",
          TOP + ".worker",
          TOP + ".doctor");

  private static final JavaClasses COMMAND =
      new ClassFileImporter()
          .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  /** Nested classes count as their top-level class. */
  private static final SliceAssignment TOP_LEVEL_CLASSES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(topLevel(type).getName());
        }

        @Override
        public String getDescription() {
          return "top-level classes";
        }
      };

  @Test
  void eachRoomKnowsOnlyThoseBelow() {
    assertThat(COMMAND.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS);
    assertThat(
            COMMAND.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::pointsUpOrAside)
                .map(Dependency::getDescription))
        .isEmpty();
  }

  private static boolean pointsUpOrAside(Dependency dependency) {
    String from = dependency.getOriginClass().getPackageName();
    String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
    boolean up = ROOMS.contains(to) && ROOMS.indexOf(to) < ROOMS.indexOf(from);
    boolean aside = !from.equals(to) && SUBCOMMANDS.contains(from) && SUBCOMMANDS.contains(to);
    return up || aside;
  }

  @Test
  void noTwoClassesReachEachOther() {
    slices().assignedFrom(TOP_LEVEL_CLASSES).should().beFreeOfCycles().check(COMMAND);
  }

  /**
   * A start has Kafka's jars only if its words speak of Kafka; picocli and help look at the rest.
   */
  @Test
  void onlyTheRoomOfKafkaNamesKafka() {
    noClasses()
        .that()
        .resideOutsideOfPackage(TOP + ".kafka")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.standpipe.kafka..", "org.apache.kafka..")
        .check(COMMAND);
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
  }
}

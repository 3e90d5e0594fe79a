package io.standpipe.kafka;

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

/** The rooms of the module: each knows only those below, and few classes reach each other. */
class ArchitectureTest {
  private static final String TOP = "io.standpipe.kafka";

  /** From the top down. */
  private static final List<String> ROOMS =
      List.of(
          TOP,
          TOP + ".internal.lane",
          TOP + ".internal.program",
          TOP + ".internal.bridge",
          TOP + ".internal.request",
          TOP + ".internal.service",
          TOP + ".internal.client",
          TOP + ".worker",
          TOP + ".error");

  /** Those that may reach each other, counted as one, and why. */
  private static final List<Set<String>> PAIRS =
      List.of(
          // a worker and what describes it: of, start
          Set.of(TOP + ".Worker", TOP + ".WorkerSpec", TOP + ".WorkerStart"),
          // a record and the queue that it stands in
          Set.of(TOP + ".internal.lane.InFlight", TOP + ".internal.lane.PartitionQueue"),
          // properties, and the check of those that are needed, which makes the error
          Set.of(
              TOP + ".internal.client.ClientSettings", TOP + ".internal.client.NeededProperties"));

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .importUrl(Worker.class.getProtectionDomain().getCodeSource().getLocation());

  private static final SliceAssignment CLASSES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          String name = topLevel(type).getName();
          return SliceIdentifier.of(
              PAIRS.stream()
                  .filter(pair -> pair.contains(name))
                  .map(Object::toString)
                  .findFirst()
                  .orElse(name));
        }

        @Override
        public String getDescription() {
          return "top-level classes, those of a pair as one";
        }
      };

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
  }

  @Test
  void eachRoomKnowsOnlyThoseBelow() {
    assertThat(MODULE.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS);
    assertThat(
            MODULE.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::pointsUp)
                .map(Dependency::getDescription))
        .isEmpty();
  }

  private static boolean pointsUp(Dependency dependency) {
    String from = dependency.getOriginClass().getPackageName();
    String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
    return ROOMS.contains(to) && ROOMS.indexOf(to) < ROOMS.indexOf(from);
  }

  @Test
  void onlyThoseOfAPairReachEachOther() {
    slices().assignedFrom(CLASSES).should().beFreeOfCycles().check(MODULE);
  }
}

package io.standpipe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.standpipe.testing.Knots;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of core: each knows only those below it, and no class knows another in a circle. */
class ArchitectureTest {
  private static final String TOP = "io.standpipe";
  private static final String INTERNAL = "io.standpipe.internal";

  /** From the top down. The first three do not know each other either. */
  private static final List<String> ROOMS =
      List.of(
          "io.standpipe.conversation",
          "io.standpipe.responder",
          "io.standpipe.fifo",
          TOP,
          "io.standpipe.internal.diagnosis",
          "io.standpipe.internal.start",
          "io.standpipe.internal.tree",
          "io.standpipe.internal.io",
          "io.standpipe.internal.file",
          "io.standpipe.framing",
          "io.standpipe.error",
          "io.standpipe.internal.verdict",
          "io.standpipe.internal.proc",
          "io.standpipe.doctor",
          "io.standpipe.internal.ready",
          "io.standpipe.internal.text",
          "io.standpipe.internal.posix",
          "io.standpipe.internal");

  private static final Set<String> SIDE_BY_SIDE =
      Set.of("io.standpipe.conversation", "io.standpipe.responder", "io.standpipe.fifo");

  /** Groups of classes that may know each other in a circle, each with its reason. */
  private static final List<Set<String>> CIRCLES =
      List.of(
          // pipeTo makes a pipeline of a command, and a pipeline is made of commands.
          Set.of("io.standpipe.Command", "io.standpipe.Pipeline"),
          // A sealed interface names its kinds, so that a switch over them is complete.
          Set.of(
              "io.standpipe.doctor.Finding",
              "io.standpipe.doctor.Bottleneck",
              "io.standpipe.doctor.Deadlock",
              "io.standpipe.doctor.FullPipe",
              "io.standpipe.doctor.LeakedWriteEnd",
              "io.standpipe.doctor.NobodyListens",
              "io.standpipe.doctor.SmallPipe",
              "io.standpipe.doctor.Unflushed"));

  /**
   * 75, and since then: CapturedOutput, which three exceptions carry; CaptureLimitException,
   * because its caller may want to raise the limit; Answers, which the command and the Kafka worker
   * share; RestartPolicy and Restarts, which every keeper of a long-running program needs; Exchange
   * with its options and Answer, for throughput that a dialogue cannot have (decision 61).
   */
  private static final int MOST_EXPORTED_TYPES = 83;

  /** The tests, which lie elsewhere, may look into any room. */
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(Pipe.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void eachRoomKnowsOnlyThoseBelow() {
    assertThat(CORE.stream().map(JavaClass::getPackageName).filter(n -> !n.isEmpty()).distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS);
    assertThat(
            CORE.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::isForbidden)
                .map(Dependency::getDescription))
        .isEmpty();
  }

  private static boolean isForbidden(Dependency dependency) {
    String from = dependency.getOriginClass().getPackageName();
    String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
    boolean up = ROOMS.contains(to) && ROOMS.indexOf(to) < ROOMS.indexOf(from);
    boolean across = SIDE_BY_SIDE.contains(from) && SIDE_BY_SIDE.contains(to) && !from.equals(to);
    return up || across;
  }

  @Test
  void noClassKnowsAnotherInACircle() {
    assertThat(Knots.of(CORE))
        .allSatisfy(knot ->
            assertThat(CIRCLES)
                .as("a circle that has a reason")
                .anySatisfy(circle -> assertThat(circle).containsAll(new TreeSet<>(knot))));
  }

  @Test
  void exportedTypesNameNothingInternal() {
    classes().that(areExported()).should(nameNothingInternalInSignatures()).check(CORE);
  }

  /** Nested types count: each is a name that a user may have to learn. */
  @Test
  void usersSeeAsFewTypesAsWasDecided() {
    Stream<String> types =
        CORE.stream().filter(ArchitectureTest::isExported).map(JavaClass::getFullName);
    assertThat(types.toList()).hasSizeBetween(1, MOST_EXPORTED_TYPES);
  }

  private static DescribedPredicate<JavaClass> areExported() {
    return DescribedPredicate.describe("are exported", ArchitectureTest::isExported);
  }

  private static boolean isExported(JavaClass type) {
    return isVisible(type.getModifiers())
        && !type.getPackageName().startsWith(INTERNAL)
        && type.getEnclosingClass().map(ArchitectureTest::isExported).orElse(true);
  }

  private static ArchCondition<JavaClass> nameNothingInternalInSignatures() {
    return new ArchCondition<>("name nothing of io.standpipe.internal in signatures") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          if (isVisible(unit.getModifiers())) {
            Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
                .forEach(named -> report(unit.getFullName(), named, events, type));
            unit.getThrowsClause()
                .forEach(thrown -> report(unit.getFullName(), thrown.getRawType(), events, type));
          }
        }
        for (JavaField field : type.getFields()) {
          if (isVisible(field.getModifiers())) {
            report(field.getFullName(), field.getType(), events, type);
          }
        }
        type.getRawSuperclass().ifPresent(above -> report("extends", above, events, type));
        type.getInterfaces().forEach(above -> report("implements", above, events, type));
      }
    };
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static void report(String where, JavaType named, ConditionEvents events, JavaClass type) {
    for (JavaClass raw : named.getAllInvolvedRawTypes()) {
      if (raw.getPackageName().startsWith(INTERNAL)) {
        events.add(SimpleConditionEvent.violated(type, where + " names " + raw.getName()));
      }
    }
  }
}

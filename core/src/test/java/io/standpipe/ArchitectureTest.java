package io.standpipe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of core: each knows only those below. */
class ArchitectureTest {
  private static final String TOP = "io.standpipe";

  /** From the top down. */
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
          "io.standpipe.framing",
          "io.standpipe.error",
          "io.standpipe.doctor",
          "io.standpipe.internal.ready",
          "io.standpipe.internal.text",
          "io.standpipe.internal.posix");

  private static final int MOST_PUBLIC_TYPES = 26;

  /** The tests, which lie elsewhere, are free to look into any floor. */
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(Pipe.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void eachRoomKnowsOnlyThoseBelow() {
    assertThat(CORE.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS);
    assertThat(
            CORE.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::pointsUp)
                .map(Dependency::getDescription))
        .isEmpty();
  }

  private static boolean pointsUp(Dependency dependency) {
    int from = ROOMS.indexOf(dependency.getOriginClass().getPackageName());
    int to = ROOMS.indexOf(dependency.getTargetClass().getBaseComponentType().getPackageName());
    return to >= 0 && to < from;
  }

  @Test
  void whatUsersSeeNamesNothingInternal() {
    classes()
        .that()
        .arePublic()
        .and()
        .resideOutsideOfPackage("io.standpipe.internal..")
        .should(nameNothingInternalInSignatures())
        .check(CORE);
  }

  @Test
  void usersSeeAtMostTwentyFiveTypes() {
    Stream<String> types =
        CORE.stream()
            .filter(type -> type.getPackageName().equals(TOP))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName);
    assertThat(types.toList()).hasSizeBetween(1, MOST_PUBLIC_TYPES);
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
      if (raw.getPackageName().startsWith("io.standpipe.internal")) {
        events.add(SimpleConditionEvent.violated(type, where + " names " + raw.getName()));
      }
    }
  }
}

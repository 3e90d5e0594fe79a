package io.standpipe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floors of core: each knows only those below. */
class ArchitectureTest {
  private static final String TOP = "io.standpipe";
  private static final String CONVERSATION = "io.standpipe.conversation";
  private static final String DOCTOR = "io.standpipe.doctor";
  private static final String FRAMING = "io.standpipe.framing";
  private static final String READY = "io.standpipe.internal.ready";
  private static final String POSIX = "io.standpipe.internal.posix";
  private static final Set<String> EXPORTED = Set.of(TOP, CONVERSATION, DOCTOR, FRAMING);
  private static final int MOST_PUBLIC_TYPES = 25;

  /** The tests, which lie elsewhere, are free to look into any floor. */
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(Pipe.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void eachFloorKnowsOnlyThoseBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .ensureAllClassesAreContainedInArchitecture()
        .layer("conversation")
        .definedBy(CONVERSATION)
        .layer("top")
        .definedBy(TOP)
        .layer("doctor")
        .definedBy(DOCTOR)
        .layer("framing")
        .definedBy(FRAMING)
        .layer("ready")
        .definedBy(READY)
        .layer("posix")
        .definedBy(POSIX)
        .whereLayer("conversation")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("top")
        .mayOnlyBeAccessedByLayers("conversation")
        .whereLayer("doctor")
        .mayOnlyBeAccessedByLayers("conversation", "top")
        .whereLayer("framing")
        .mayOnlyBeAccessedByLayers("conversation", "top")
        .whereLayer("ready")
        .mayOnlyBeAccessedByLayers("conversation", "top", "doctor")
        .whereLayer("posix")
        .mayOnlyBeAccessedByLayers("conversation", "top", "doctor", "ready")
        .check(CORE);
  }

  @Test
  void whatUsersSeeNamesNothingInternal() {
    classes()
        .that()
        .arePublic()
        .and()
        .resideInAnyPackage(EXPORTED.toArray(String[]::new))
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

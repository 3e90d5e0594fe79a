package io.standpipe.internal.posix;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Only this package uses java.lang.foreign. */
class ForeignFunctionsTest {
  @Test
  void noOtherPackageKnowsThem() {
    noClasses()
        .that()
        .resideOutsideOfPackage(Posix.class.getPackageName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(
            new ClassFileImporter()
                .importUrl(Posix.class.getProtectionDomain().getCodeSource().getLocation()));
  }
}

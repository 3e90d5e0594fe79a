package io.standpipe.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Uses picocli's jar as published, which is compiled for Java 5. */
class StackMapsTest {
  @TempDir Path folder;

  private Path jar;

  @BeforeEach
  void copyJar() throws Exception {
    var published =
        Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    jar = Files.copy(published, folder.resolve("picocli.jar"));
    assertThat(classes()).anyMatch(StackMapsTest::isOld);
  }

  @Test
  void everyClassGetsAVersionThatTheCacheTakesAndPassesTheVerifier() throws Exception {
    StackMaps.main(new String[] {folder.toString()});

    List<ClassModel> classes = classes();
    assertThat(classes).hasSizeGreaterThan(150).noneMatch(StackMapsTest::isOld);
    assertThat(classes.stream().flatMap(c -> c.methods().stream()))
        .anyMatch(StackMapsTest::hasStackMap);
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      for (ClassModel each : classes) {
        String name = each.thisClass().asInternalName().replace('/', '.');
        if (!name.startsWith("picocli.groovy.") && !name.equals("module-info")) {
          Class.forName(name, true, loader); // verifies it
        }
      }
    }
  }

  @Test
  void theRestOfAJarStaysAsItIs() throws Exception {
    List<String> entries = entries();

    StackMaps.addTo(jar);

    assertThat(entries()).isEqualTo(entries);
    try (var changed = new ZipFile(jar.toFile())) {
      assertThat(changed.getEntry("META-INF/MANIFEST.MF")).isNotNull();
      assertThat(changed.getComment()).contains("stack maps were added");
    }
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(jar));
  }

  @Test
  void aJarThatNeedsNothingIsLeftAlone() throws Exception {
    StackMaps.addTo(jar);
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(jar, before);

    StackMaps.addTo(jar);

    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(before);
  }

  private List<String> entries() throws IOException {
    try (var in = new ZipFile(jar.toFile())) {
      return in.stream().map(entry -> entry.getName() + " " + entry.getTimeLocal()).toList();
    }
  }

  private List<ClassModel> classes() throws IOException {
    try (var in = new ZipFile(jar.toFile())) {
      return in.stream()
          .filter(entry -> entry.getName().endsWith(".class"))
          .map(entry -> {
            try {
              return ClassFile.of().parse(in.getInputStream(entry).readAllBytes());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .toList();
    }
  }

  private static boolean isOld(ClassModel model) {
    return model.majorVersion() < ClassFile.JAVA_6_VERSION;
  }

  private static boolean hasStackMap(MethodModel method) {
    return method
        .code()
        .flatMap(code -> code.findAttribute(Attributes.stackMapTable()))
        .isPresent();
  }
}

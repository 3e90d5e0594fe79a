package io.standpipe.cli.build;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Adds stack maps to old class files, so that the JDK's AOT cache accepts them. The cache takes no
 * class that only the old verifier can check, such as one compiled for Java 5. picocli is compiled
 * for Java 5, so without this every start of the command would load and verify some 170 of its
 * classes, which took a quarter of the whole time.
 *
 * <p>Rewrites each such class file with the stack maps that a current compiler would have written.
 * The code and everything else in the jar stay the same. A jar without such classes, such as one
 * that was rewritten before, is left alone.
 */
public final class StackMaps {
  /** Java 7: the first whose classes must have stack maps. */
  private static final int MANDATORY = ClassFile.JAVA_7_VERSION;

  /** Java 6: the first whose classes the AOT cache accepts. */
  private static final int ACCEPTED = ClassFile.JAVA_6_VERSION;

  /** The licences require a note of the change. */
  private static final String NOTE =
      "Changed by the build of standpipe: stack maps were added to the class files.";

  private StackMaps() {}

  /**
   * Rewrites those jars of a folder that need it.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    for (Path jar : jars(Path.of(args[0]))) {
      addTo(jar);
    }
  }

  private static List<Path> jars(Path folder) throws IOException {
    var jars = new ArrayList<Path>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    }
    return jars;
  }

  /** Replaces the jar in one step, so that an interrupted build leaves it as it was. */
  static void addTo(Path jar) throws IOException {
    Path changed = jar.resolveSibling(jar.getFileName() + ".changed");
    try {
      if (hasClasses(jar) && copy(jar, changed)) {
        Files.move(changed, jar, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      Files.deleteIfExists(changed);
    }
  }

  /** A jar without classes need not be copied, and a WebJar with duplicate entries could not. */
  private static boolean hasClasses(Path jar) throws IOException {
    try (var in = new ZipFile(jar.toFile())) {
      return in.stream().anyMatch(entry -> entry.getName().endsWith(".class"));
    }
  }

  /** Copies the jar. Returns whether the copy differs. */
  private static boolean copy(Path from, Path to) throws IOException {
    boolean differs = false;
    try (var in = new ZipFile(from.toFile());
        var classes = new URLClassLoader(new URL[] {from.toUri().toURL()});
        OutputStream file = Files.newOutputStream(to);
        var out = new ZipOutputStream(file)) {
      ClassFile rewriter = rewriter(classes);
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] old = in.getInputStream(entry).readAllBytes();
        byte[] bytes = entry.getName().endsWith(".class") ? rewritten(rewriter, old) : old;
        differs |= !Arrays.equals(bytes, old);
        write(out, entry, bytes);
      }
      out.setComment(NOTE);
    }
    return differs;
  }

  private static void write(ZipOutputStream out, ZipEntry old, byte[] bytes) throws IOException {
    var entry = new ZipEntry(old.getName());
    entry.setTimeLocal(old.getTimeLocal());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  /** Merging two types needs their common superclass, which is in this jar or in the JDK. */
  private static ClassFile rewriter(ClassLoader classes) {
    return ClassFile.of(
        StackMapsOption.GENERATE_STACK_MAPS,
        ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
  }

  private static byte[] rewritten(ClassFile rewriter, byte[] old) {
    ClassModel model = rewriter.parse(old);
    if (model.majorVersion() >= ACCEPTED) {
      return old;
    }
    // Code that no transform touches would be copied unchanged, without stack maps.
    ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(MANDATORY, 0);
          } else {
            builder.with(element);
          }
        };
    return rewriter.transformClass(model, code.andThen(version));
  }
}

package io.standpipe.children;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/**
 * Standpipe and the tests' children in a jar, as users have it. It is opened once: a JVM that has
 * no descriptor left can still load classes from it, but not from a folder.
 */
public final class Jars {
  private Jars() {}

  /** Makes {@code folder/NAME.jar}, to be run with {@code -jar}. */
  public static Path build(Path folder, Class<?> main) throws URISyntaxException {
    Path jar = folder.resolve(main.getSimpleName() + ".jar");
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int code =
        tool.run(
            System.out,
            System.err,
            "--create",
            "--file=" + jar,
            "--main-class=" + main.getName(),
            "-C",
            classesOf(Command.class),
            "io",
            "-C",
            classesOf(main),
            "io/standpipe/children",
            "-C",
            classesOf(main),
            "io/standpipe/testing");
    assertThat(code).isZero();
    return jar;
  }

  private static String classesOf(Class<?> any) throws URISyntaxException {
    return Path.of(any.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}

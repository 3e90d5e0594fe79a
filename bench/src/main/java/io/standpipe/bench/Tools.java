package io.standpipe.bench;

import io.standpipe.Command;
import io.standpipe.Redirect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the contenders' programs, and what is missing for them. */
final class Tools implements Launcher {
  private final Path home;
  private final Path limit;

  /**
   * Finds programs of a checkout.
   *
   * @param home the folder {@code bench}
   */
  Tools(Path home) {
    this.home = home.toAbsolutePath();
    this.limit = this.home.resolve("target/limit");
  }

  @Override
  public Optional<String> missing(Contender contender, Placement placement) {
    List<String> needs = new ArrayList<>(contender.needs());
    if (placement == Placement.ONE_CPU) {
      needs.add("taskset");
    }
    switch (contender.language()) {
      case PYTHON -> needs.add("python3");
      case PEXPECT -> {
        if (pythonWithPexpect().isEmpty()) {
          return Optional.of("no python3 on the PATH has pexpect");
        }
      }
      case NODE -> needs.add("node");
      case C -> {
        if (!hasC()) {
          return Optional.of("its program in C is not compiled: no gcc");
        }
      }
      case JAVA -> {}
    }
    return needs.stream()
        .filter(program -> find(program).isEmpty())
        .findFirst()
        .map(program -> "no " + program + " on the PATH");
  }

  /** Whether the C programs exist, which {@code bench/run} compiles if there is a gcc. */
  boolean hasC() {
    return Files.isExecutable(limit.resolve("spawn"));
  }

  /** The file of a program on the PATH. */
  static Optional<Path> find(String program) {
    return all(program).findFirst();
  }

  private static Stream<Path> all(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable);
  }

  @Override
  public Command command(Contender contender, Placement placement)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    if (placement == Placement.ONE_CPU) {
      words.addAll(List.of("taskset", "-c", lastCpu()));
    }
    words.addAll(
        switch (contender.language()) {
          case JAVA -> java();
          case C -> List.of();
          case PYTHON -> List.of(python());
          case PEXPECT -> List.of(pythonWithPexpect().orElse("python3"));
          case NODE -> List.of("node");
        });
    words.add(
        switch (contender.language()) {
          case JAVA -> contender.words().getFirst();
          case C -> limit.resolve(contender.words().getFirst()).toString();
          case PYTHON, PEXPECT ->
              home.resolve("peers/" + contender.words().getFirst() + ".py").toString();
          case NODE -> home.resolve("peers/" + contender.words().getFirst() + ".mjs").toString();
        });
    words.addAll(contender.words().subList(1, contender.words().size()));
    return Command.of(words);
  }

  /**
   * A JVM with default options, except for the native access that Standpipe and JNA need, and for
   * an option that keeps the heap's size after an explicit collection, by which a contender finds
   * out what is in use. The heap would otherwise shrink to some 30 MB, as in no program that does
   * not ask for a collection, and the collections of so small a heap would dominate later times.
   */
  private List<String> java() {
    return List.of(
        System.getProperty("java.home") + "/bin/java",
        "--enable-native-access=ALL-UNNAMED",
        "-XX:MaxHeapFreeRatio=100",
        "-Dstandpipe.bench.home=" + home,
        "-Dstandpipe.bench.limit=" + limit,
        "-cp",
        System.getProperty("java.class.path"),
        "io.standpipe.bench.contender.Serve");
  }

  /** The interpreter itself, because the file on the PATH may be a script that searches for it. */
  static String python() throws IOException, InterruptedException {
    return Command.of("python3", "-c", "import sys; print(sys.executable)").read();
  }

  /** A distribution's package works only with its own interpreter, which may not come first. */
  static Optional<String> pythonWithPexpect() {
    return all("python3").map(Path::toString).filter(Tools::hasPexpect).findFirst();
  }

  private static boolean hasPexpect(String python) {
    try {
      Command asked = Command.of(python, "-c", "import pexpect");
      return asked.stderr(Redirect.nothing()).anyExit().run().isZero();
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last processor that we may use, because the first one handles most interrupts. */
  private static String lastCpu() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.replaceAll(".*[^0-9]([0-9]+)$", "$1"))
        .findFirst()
        .orElse("0");
  }
}

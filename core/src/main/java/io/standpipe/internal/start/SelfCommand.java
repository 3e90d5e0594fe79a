package io.standpipe.internal.start;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.proc.CommandLineFile;
import io.standpipe.internal.text.CommandText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The words that started this Java program, to start it again. {@code /proc/self/cmdline} has them:
 * the launcher, its options, the main class (or {@code -jar} file, {@code -m} module, source file),
 * then the program's own arguments, which are replaced.
 */
public final class SelfCommand {
  /** The launcher's options whose value is the next word; java(1). */
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-cp",
          "-classpath",
          "--class-path",
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--limit-modules",
          "--enable-native-access",
          "--illegal-native-access",
          "--add-reads",
          "--add-exports",
          "--add-opens",
          "--patch-module",
          "--source");

  private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path");
  private static final Set<String> MAIN = Set.of("-jar", "-m", "--module");

  private SelfCommand() {}

  /** This program with other arguments. */
  public static List<String> words(String... arguments) {
    List<String> line = commandLine();
    int main = checkedMainAt(line);
    boolean twoWords = MAIN.contains(line.get(main));
    List<String> words = new ArrayList<>(withoutDebugger(line.subList(0, main)));
    words.addAll(line.subList(main, Math.min(main + (twoWords ? 2 : 1), line.size())));
    Collections.addAll(words, arguments);
    return words;
  }

  /** Another main class, from the same class path and module path. */
  public static List<String> words(Class<?> main, String... arguments) {
    requireNonNull(main, "main");
    requireNonNull(arguments, "arguments");
    List<String> line = commandLine();
    List<String> words = new ArrayList<>(withoutDebugger(line.subList(0, checkedMainAt(line))));
    for (int i = words.size() - 1; i >= 0; i--) {
      if (CLASS_PATH.contains(words.get(i))) {
        words.subList(i, Math.min(i + 2, words.size())).clear();
      }
    }
    String classPath = System.getProperty("java.class.path", "");
    if (!classPath.isEmpty()) {
      Collections.addAll(words, "-cp", classPath);
    }
    if (main.getModule().isNamed()) {
      Collections.addAll(words, "-m", main.getModule().getName() + "/" + main.getName());
    } else {
      words.add(main.getName());
    }
    Collections.addAll(words, arguments);
    return words;
  }

  /** The last words of the command line, as many as {@code main} got. */
  public static List<String> ownArguments(String... arguments) {
    List<String> line = commandLine();
    int start = line.size() - arguments.length;
    return start > 0 ? List.copyOf(line.subList(start, line.size())) : List.of(arguments);
  }

  private static List<String> commandLine() {
    List<String> words = new ArrayList<>(CommandLineFile.own());
    if (words.isEmpty()) {
      throw new UncheckedIOException(
          new IOException("read how this program was started: /proc/self/cmdline is not there"));
    }
    words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return words;
  }

  /**
   * Where the program is named: {@code -jar}, {@code -m}, or the first word that is not an option.
   */
  static int mainAt(List<String> line) {
    int i = 1;
    while (i < line.size()) {
      String word = line.get(i);
      if (MAIN.contains(word) || word.startsWith("--module=") || !isOption(word)) {
        return i;
      }
      i += WITH_VALUE.contains(word) ? 2 : 1;
    }
    throw new UnsupportedOperationException(
        "start this program again: no main class in its command line "
            + CommandText.words(line)
            + "; name one with Command.self(Class, …)");
  }

  /** An argument file may name the main class too: then the next word is not the main class. */
  private static int checkedMainAt(List<String> line) {
    int main = mainAt(line);
    boolean file = line.subList(1, main).stream().anyMatch(word -> word.startsWith("@"));
    boolean named = MAIN.contains(line.get(main)) || line.get(main).startsWith("--module=");
    String running = System.getProperty("sun.java.command", "");
    List<String> first = List.of(running.split(" ", 3));
    if (file && !named && !first.subList(0, Math.min(2, first.size())).contains(line.get(main))) {
      throw new UnsupportedOperationException(
          "start this program again: its main class is named in an argument file; put it on the"
              + " command line behind the file");
    }
    return main;
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") || word.startsWith("@");
  }

  /** Two JVMs cannot listen on one debugger port. */
  private static List<String> withoutDebugger(List<String> options) {
    return options.stream().filter(o -> !o.startsWith("-agentlib:jdwp")).toList();
  }
}

package io.standpipe.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that does a work, and the target for Standpipe compared with it.
 *
 * @param name its name in the table
 * @param language what runs it
 * @param words what the language runs: a program's name and its arguments
 * @param needs programs that must be on the PATH
 * @param pinned whether it also runs in the placement with one processor
 * @param target the lowest acceptable ratio of Standpipe's rate to this one's, if there is one
 */
record Contender(
    String name,
    Language language,
    List<String> words,
    List<String> needs,
    boolean pinned,
    @Nullable Double target) {

  /** What runs a contender. */
  enum Language {
    JAVA,
    C,
    PYTHON,
    /** The first Python on the PATH that has the module. */
    PEXPECT,
    NODE
  }

  static Contender java(String name, String... words) {
    return new Contender(name, Language.JAVA, List.of(words), List.of(), true, null);
  }

  static Contender c(String program, String... arguments) {
    List<String> words = Stream.concat(Stream.of(program), Arrays.stream(arguments)).toList();
    return new Contender("c", Language.C, words, List.of(), true, null);
  }

  static Contender python(String script, String... arguments) {
    List<String> words = Stream.concat(Stream.of(script), Arrays.stream(arguments)).toList();
    return new Contender("python", Language.PYTHON, words, List.of(), true, null);
  }

  static Contender pexpect(String name, String... words) {
    return new Contender(name, Language.PEXPECT, List.of(words), List.of(), true, null);
  }

  static Contender node(String script) {
    return new Contender("node", Language.NODE, List.of(script), List.of(), true, null);
  }

  /** This contender, which needs these programs. */
  Contender needing(String... programs) {
    return new Contender(name, language, words, List.of(programs), pinned, target);
  }

  /** This contender, which does not run on one processor because that shows nothing new. */
  Contender notPinned() {
    return new Contender(name, language, words, needs, false, target);
  }

  /** This contender, with a lowest acceptable ratio of Standpipe's rate to its rate. */
  Contender target(double atLeast) {
    return new Contender(name, language, words, needs, pinned, atLeast);
  }
}

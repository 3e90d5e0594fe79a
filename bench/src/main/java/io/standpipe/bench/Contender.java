package io.standpipe.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who does a work, and what Standpipe has to be beside it.
 *
 * @param name as the table has it
 * @param language what runs it
 * @param words what is told to the language: a program's name and its arguments
 * @param needs programs that have to be on the PATH
 * @param pinned whether it also runs where all share one processor
 * @param target the least that Standpipe's rate divided by this one's may be, if there is one
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
    /** Python as well: the first on the PATH that has the module. */
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

  /** That cannot run without these programs. */
  Contender needing(String... programs) {
    return new Contender(name, language, words, List.of(programs), pinned, target);
  }

  /** That shows nothing new on one processor. */
  Contender notPinned() {
    return new Contender(name, language, words, needs, false, target);
  }

  /** Whose rate Standpipe's is to be at least so many times. */
  Contender target(double atLeast) {
    return new Contender(name, language, words, needs, pinned, atLeast);
  }
}

package io.standpipe.internal.start;

import io.standpipe.error.ProgramNotFoundException;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.StatusFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * env(1), which makes a program ignore signals that this process does not ignore: {@code
 * posix_spawn} can only leave a signal ignored. A shell's {@code trap} could do it too, but some
 * shells drop variables of the environment whose names they cannot have.
 */
public final class SignalEnv {
  private static final String FILE = "/usr/bin/env";

  /** Executes any file, even one whose name env would take for a variable. */
  private static final String NICE = "/usr/bin/nice";

  private static final String OPTION = "--ignore-signal=";
  private static final String SIGN_OF_LIFE = "STANDPIPE=1";
  private static final int SIGNALS = 64;

  /** Asked once; two threads may both ask, and get the same answer. */
  private static volatile @Nullable Boolean works;

  private SignalEnv() {}

  /** Whether it knows the option: GNU's does since coreutils 8.31. */
  public static boolean works() throws IOException {
    Boolean known = works;
    if (known == null) {
      known = ask(Platform.posix());
      works = known;
    }
    return known;
  }

  private static boolean ask(Posix posix) throws IOException {
    var words = List.of(FILE, "-i", OPTION + "13", SIGN_OF_LIFE);
    try {
      return HelperProgram.output(posix, new CommandSpec(words), FILE).equals(SIGN_OF_LIFE + "\n");
    } catch (ProgramNotFoundException e) {
      return false;
    }
  }

  /**
   * What starts {@code spec} with its signals as it says: the file itself if this process ignores
   * them all, otherwise env, which executes the file. That program sees the path as its own name.
   *
   * @param program the program's file
   * @param tried what is being tried, for the message of a failure
   * @throws UnsupportedOperationException if env is needed and cannot do it
   */
  static Executable executable(CommandSpec spec, String program, Supplier<String> tried)
      throws IOException {
    long ignored = spec.ignoredSignals();
    if (ignored == 0 || (ignored & ~StatusFile.ignoredHere()) == 0) {
      return new Executable(program, spec.words(), ignored);
    }
    if (!works()) {
      throw new UnsupportedOperationException(
          tried.get()
              + " with a signal ignored that this process does not ignore: "
              + FILE
              + " has no option --ignore-signal; install GNU coreutils 8.31 or newer");
    }
    return new Executable(FILE, around(program, spec.words(), ignored), ignored);
  }

  private static List<String> around(String file, List<String> words, long signals) {
    String numbers =
        IntStream.rangeClosed(1, SIGNALS)
            .filter(n -> (signals >>> (n - 1) & 1) != 0)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    var all = new ArrayList<>(List.of(FILE, OPTION + numbers, "--"));
    if (file.indexOf('=') >= 0) {
      all.addAll(List.of(NICE, "-n", "0", "--"));
    }
    all.add(file);
    all.addAll(words.subList(1, words.size()));
    return all;
  }
}

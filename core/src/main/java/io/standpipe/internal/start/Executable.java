package io.standpipe.internal.start;

import java.util.List;

/**
 * What is executed to start a program: its own file, or a program that prepares something and then
 * executes that file.
 *
 * @param file the file to execute
 * @param words its arguments, beginning with its name
 * @param keptSignals the signals that it ignores if this process does, signal n as bit n−1
 */
record Executable(String file, List<String> words, long keptSignals) {
  /** The program's own file, with all signals at their default. */
  Executable(String file, List<String> words) {
    this(file, words, 0);
  }
}

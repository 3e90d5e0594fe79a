package io.standpipe.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Arrays;

/**
 * The child of {@link Spawn}, which answers every line that it reads. It knows nothing of pipes.
 * {@code child.py} does the same in Python.
 */
public final class SpawnChild {
  private static final String USAGE = "usage: SpawnChild ARG [--scale FACTOR] [--rounds N]";
  private static final int SLEEP_SECONDS = 3;
  private static final int ROUNDS = 2;

  private SpawnChild() {}

  /** Takes a word to report, then options. */
  public static void main(String[] arguments) {
    String[] options = Arrays.copyOfRange(arguments, 1, arguments.length);
    Program.run(USAGE, options, given -> answer(arguments[0], given));
  }

  private static boolean answer(String argument, Options options)
      throws IOException, InterruptedException {
    ProcessHandle self = ProcessHandle.current();
    long parent = self.parent().map(ProcessHandle::pid).orElse(0L);
    System.err.println("Child " + self.pid() + " of " + parent + " got arg: " + argument);

    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    Duration sleep = options.sleep(SLEEP_SECONDS);
    for (int i = 0; i < options.rounds(ROUNDS); i++) {
      Thread.sleep(sleep);
      String line = in.readLine();
      if (line == null) {
        break;
      }
      Thread.sleep(sleep);
      System.out.println("Child " + self.pid() + " got: [" + line + "]");
      System.out.flush();
    }
    return true;
  }
}

package io.standpipe.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Command;
import io.standpipe.Stdio;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * The third classic: two programs over their standard streams. From {@link Stdio#spawn} on, what
 * this program prints is the child's standard input, and what the child prints arrives on this
 * program's standard input. Standard error stays shared, so both can still be seen.
 *
 * <p>The child is {@link SpawnChild}, or with {@code --child python} a Python program that does the
 * same, because the two sides need not share a language.
 */
public final class Spawn {
  private static final String USAGE =
      "usage: spawn [--child java|python] [--scale FACTOR] [--rounds N]";
  private static final String ARGUMENT = "spam";
  private static final int ROUNDS = 2;

  private Spawn() {}

  /** Runs the parent. */
  public static void main(String[] arguments) {
    Program.run(USAGE, arguments, Spawn::parent);
  }

  private static boolean parent(Options options) throws IOException, InterruptedException {
    // @start region="spawn"
    try (Stdio crossed = Stdio.spawn(child(options))) {
      var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (int i = 1; i <= options.rounds(ROUNDS); i++) {
        System.out.println("Hello " + i + " from parent " + ProcessHandle.current().pid());
        System.out.flush();
        String line = in.readLine();
        if (line == null) {
          break; // the child has ended
        }
        System.err.println("Parent got: \"" + line + "\"");
      }
      crossed.child().awaitSuccess();
    }
    // @end
    return true;
  }

  private static Command child(Options options) {
    String[] words = options.after(ARGUMENT);
    return options.get("--child", "java").equals("python")
        ? PythonProgram.command("child.py", words)
        : Command.self(SpawnChild.class, words);
  }
}

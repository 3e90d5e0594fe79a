package io.standpipe.bench.contender;

import static java.util.Map.entry;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Runs one contender in a JVM of its own: reads an amount from each line, does a round, and answers
 * with a line ({@link io.standpipe.bench.Sample}). Ends at the end of its input, or at the first
 * failure with a stack trace and exit code 1.
 */
public final class Serve {
  private static final Map<String, Map<String, Round>> WORKS =
      Map.ofEntries(
          entry("spawn", Spawning.CONTENDERS),
          entry("converse", Conversing.CONTENDERS),
          entry("converse-terminal", OnTerminal.CONTENDERS),
          entry("bulk-read", BulkReading.CONTENDERS),
          entry("bulk-write", BulkWriting.CONTENDERS),
          entry("relay", Relaying.between(Ends.EVERYDAY)),
          entry("relay-ends", Relaying.between(Ends.COPYING_NOTHING)),
          entry("own-pipe", OwnPipe.CONTENDERS),
          entry("lines-slices", Lines.SLICES),
          entry("lines-strings", Lines.STRINGS),
          entry("many", Many.CONTENDERS),
          entry("blocked", Blocked.CONTENDERS),
          entry("startup", StartUp.CONTENDERS));

  private Serve() {}

  /**
   * Serves one contender.
   *
   * @param args the work, the contender, and optionally {@code virtual} to use virtual threads
   */
  public static void main(String[] args) {
    Round round = find(args[0], args[1]);
    int code = 1;
    try {
      serve(args.length > 2 && args[2].equals("virtual") ? round.onVirtualThread() : round);
      code = 0;
    } catch (Throwable t) { // an Error too, because it must end the process
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, t);
    }
    System.exit(code); // threads of some libraries would never end
  }

  /** For the test that every contender exists. */
  public static boolean has(String work, String contender) {
    return WORKS.getOrDefault(work, Map.of()).containsKey(contender);
  }

  private static Round find(String work, String contender) {
    Round round = WORKS.getOrDefault(work, Map.of()).get(contender);
    if (round == null) {
      throw new IllegalArgumentException("no contender " + contender + " in work " + work);
    }
    return round;
  }

  private static void serve(Round round) throws Exception {
    var input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    try (var amounts = new BufferedReader(input)) {
      String amount;
      while ((amount = amounts.readLine()) != null) {
        System.out.println(round.run(Long.parseLong(amount)));
      }
    }
  }
}

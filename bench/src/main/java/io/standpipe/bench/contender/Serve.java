package io.standpipe.bench.contender;

import static java.util.Map.entry;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One contender in a JVM of its own: reads an amount per line, does a round, answers with a line
 * ({@link io.standpipe.bench.Sample}). Ends with its input; ends with a stack trace and code 1 at
 * the first thing that goes wrong.
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
   * @param args the work and the contender; {@code virtual} as a third has it on virtual threads
   */
  public static void main(String[] args) {
    Round round = find(args[0], args[1]);
    int code = 1;
    try {
      serve(args.length > 2 && args[2].equals("virtual") ? round.onVirtualThread() : round);
      code = 0;
    } catch (Throwable t) { // an Error too: it is to end the process
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, t);
    }
    System.exit(code); // the threads of some libraries would stay for ever
  }

  /** For the test that every contender is there. */
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

package io.standpipe.bench.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One contender in a JVM of its own: reads an amount per line, does a round, answers with a line
 * ({@link io.standpipe.bench.Sample}). Ends with its input; ends with a stack trace and code 1 at
 * the first thing that goes wrong.
 */
public final class Serve {
  private static final Map<String, Map<String, Round>> WORKS =
      Map.of(
          "spawn", Spawning.CONTENDERS,
          "converse", Conversing.CONTENDERS,
          "bulk-read", BulkReading.CONTENDERS,
          "bulk-write", BulkWriting.CONTENDERS,
          "relay", Relaying.between(Ends.EVERYDAY),
          "relay-ends", Relaying.between(Ends.COPYING_NOTHING),
          "own-pipe", OwnPipe.CONTENDERS);

  private Serve() {}

  /**
   * Serves one contender.
   *
   * @param args the work and the contender; {@code virtual} as a third has it on virtual threads
   */
  public static void main(String[] args) throws Exception {
    Round round = find(args[0], args[1]);
    serve(args.length > 2 && args[2].equals("virtual") ? round.onVirtualThread() : round);
    System.exit(0); // the threads of some libraries would stay for ever
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
      for (String amount = next(amounts); amount != null; amount = next(amounts)) {
        System.out.println(round.run(Long.parseLong(amount)));
      }
    }
  }

  private static @Nullable String next(BufferedReader amounts) throws IOException {
    return amounts.readLine();
  }
}

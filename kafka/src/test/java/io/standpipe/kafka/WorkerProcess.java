package io.standpipe.kafka;

import io.standpipe.Command;
import java.time.Duration;
import java.util.Map;

/**
 * A worker in a process of its own: {@code SERVERS FROM TO DEAD INSTANCE LANES PROGRAM…}. Ends with
 * its standard input.
 */
final class WorkerProcess {
  private static final int WORDS = 6;

  private WorkerProcess() {}

  public static void main(String... words) throws Exception {
    Command program = Command.of(java.util.List.of(words).subList(WORDS, words.length));
    WorkerSpec spec =
        Worker.of(program)
            .client(Map.of("bootstrap.servers", words[0]))
            .from(words[1])
            .to(words[2])
            .dead(words[3])
            .instance(words[4])
            .lanes(Integer.parseInt(words[5]))
            .limit(Duration.ofSeconds(20));
    try (Worker worker = spec.start()) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              worker.await();
            } catch (Exception e) {
              System.err.println(e);
              Runtime.getRuntime().halt(1);
            }
          });
      while (System.in.read() >= 0) {}
      System.err.println(worker.status());
    }
  }
}

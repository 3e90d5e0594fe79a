package io.standpipe.examples.kafka;

import io.standpipe.Buffering;
import io.standpipe.Command;
import io.standpipe.broker.Brokers;
import io.standpipe.kafka.Worker;
import java.time.Duration;
import java.util.Map;

/**
 * {@code tr} works on a Kafka topic, in two lanes, and is killed again and again. What it has
 * written is read back afterwards: nothing is missing, nothing is there twice, and each partition
 * has kept its order.
 *
 * <p>Needs nothing but the class path: the broker is started here, in a temporary folder, and
 * listens on loopback only.
 */
public final class KilledProgram {
  private static final int PARTITIONS = 4;
  private static final int RECORDS = 60_000;
  private static final int KILLS = 5;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final long started = System.nanoTime();

  private KilledProgram() {}

  /**
   * Tells on standard output what happens; exits with 0 if all went as promised.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      System.err.println("usage: kafka (no options)");
      System.exit(arguments[0].endsWith("-help") ? 0 : 2);
    }
    System.exit(new KilledProgram().run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    Tally tally;
    try (Brokers brokers = Brokers.start(1)) {
      say("a Kafka broker listens on " + brokers.bootstrapServers());
      for (String topic : new String[] {"in", "out", "in.dead"}) {
        brokers.createTopic(topic, PARTITIONS);
      }
      Map<String, String> client = Map.of("bootstrap.servers", brokers.bootstrapServers());
      Numbered.send(client, "in", PARTITIONS, RECORDS);
      say(RECORDS + " records are in the topic in, in " + PARTITIONS + " partitions");
      work(client);
      tally = Tally.of(client, "out", RECORDS);
      say("the topic out has " + tally);
    }
    say("the broker is stopped, and its folder is deleted");
    return tally.isPerfect();
  }

  private void work(Map<String, String> client) throws Exception {
    // @start region="worker"
    Command tr = Command.of("tr", "a-z", "A-Z").buffering(Buffering.AUTO);
    try (Worker worker =
        Worker.of(tr).from("in").to("out").dead("in.dead").lanes(2).client(client).start()) {
      killWhile(worker);
    }
    // @end
  }

  private void killWhile(Worker worker) throws Exception {
    say("a worker with two lanes runs tr a-z A-Z");
    double end = secondsSoFar() + LIMIT.toSeconds();
    int kills = 0;
    long answered = 0;
    while (answered < RECORDS) {
      if (kills < KILLS && answered > (long) RECORDS * kills / KILLS && killTr()) {
        kills++;
        say(answered + " answers are committed; kill -9 of one tr");
      }
      if (worker.await(Duration.ofMillis(20)) || secondsSoFar() > end) {
        throw new IllegalStateException("not done in time: " + worker.status());
      }
      answered = worker.status().records();
    }
    say(
        "all "
            + answered
            + " are committed; programs were restarted: "
            + worker.status().restarts());
  }

  /** Kills one of the worker's programs, if one runs now. */
  private static boolean killTr() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/tr"))
        .findAny()
        .map(ProcessHandle::destroyForcibly)
        .orElse(false);
  }

  private void say(String what) {
    System.out.printf("%5.1f s  %s%n", secondsSoFar(), what);
  }

  private double secondsSoFar() {
    return (System.nanoTime() - started) / 1e9;
  }
}

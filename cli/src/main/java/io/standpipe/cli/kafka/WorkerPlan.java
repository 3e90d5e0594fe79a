package io.standpipe.cli.kafka;

import io.standpipe.Command;
import io.standpipe.RestartPolicy;
import io.standpipe.cli.option.KafkaTopic;
import io.standpipe.conversation.Answers;
import io.standpipe.framing.Framing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker is to do.
 *
 * @param program what answers the records
 * @param topics where they come from, and where the answers go
 * @param membership who the worker is to the brokers
 * @param exchange how records and answers pass through the program
 * @param failures what happens when the program fails
 * @param client the properties of Kafka's clients
 * @param delivery how often an answer may appear
 * @param connectLimit how long the brokers may take to answer at the start
 * @param closeLimit how long the worker may take to commit when it is closed
 */
public record WorkerPlan(
    Program program,
    Topics topics,
    Membership membership,
    Exchange exchange,
    Failures failures,
    Map<String, String> client,
    Delivery delivery,
    Duration connectLimit,
    Duration closeLimit) {
  /**
   * What answers the records.
   *
   * @param words as the user gave them, which several programs are not to the command
   */
  public record Program(Command command, List<String> words) {}

  /**
   * Where records come from and go to.
   *
   * @param dead for records that the program fails on
   */
  public record Topics(KafkaTopic from, KafkaTopic to, Optional<KafkaTopic> dead) {}

  /**
   * Who the worker is to the brokers.
   *
   * @param group the consumer group
   * @param instance what tells this worker from others of its group, if the user says so
   * @param lanes how many programs run at a time
   */
  public record Membership(String group, Optional<String> instance, int lanes) {
    /** Workers of the same topics share the work unless they are told otherwise. */
    public static String defaultGroup(KafkaTopic from, KafkaTopic to) {
      return "standpipe-" + from.name() + "-" + to.name();
    }
  }

  /**
   * How records and answers pass through the program.
   *
   * @param answers empty if one run of the program answers all records of a transaction
   * @param keyField the field of an answer that becomes its key; empty for answers without one
   * @param limit the time for each answer
   */
  public record Exchange(
      Framing framing,
      Optional<Answers> answers,
      Optional<String> keyField,
      Tombstones tombstones,
      Duration limit) {}

  /**
   * What happens when the program fails.
   *
   * @param attempts how often the program may fail on a record
   */
  public record Failures(int attempts, RestartPolicy restarts) {}

  /** How often an answer may appear. */
  public enum Delivery {
    EXACTLY_ONCE,
    AT_LEAST_ONCE
  }

  /** What happens to a record without a value. */
  public enum Tombstones {
    PASS,
    SKIP
  }
}

package io.standpipe.cli.worker;

import io.standpipe.cli.kafka.WorkerPlan;
import io.standpipe.cli.kafka.WorkerPlan.Delivery;
import io.standpipe.cli.kafka.WorkerPlan.Tombstones;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Durations;
import java.util.ArrayList;
import java.util.List;

/** What a worker would run and what it promises, in words. */
final class DryRun {
  private static final int WIDTH = 80;

  private static final List<String> NOT_PROMISED =
      List.of(
          "What the program does elsewhere, in files or databases, may happen more than once.",
          "What the program has in memory is lost when it is started again.");

  private static final String SERVERS = "bootstrap.servers";

  private final WorkerPlan plan;

  DryRun(WorkerPlan plan) {
    this.plan = plan;
  }

  String text() {
    var lines = new ArrayList<String>();
    lines.add("Would run, as " + lanes() + " in group " + plan.membership().group() + ":");
    lines.addAll(rows());
    lines.addAll(List.of("", "Promised:"));
    promised().forEach(promise -> lines.addAll(item(promise)));
    lines.addAll(List.of("", "Not promised:"));
    NOT_PROMISED.forEach(other -> lines.addAll(item(other)));
    return String.join("\n", lines) + "\n";
  }

  /** A sentence on lines of up to 80 characters. */
  private static List<String> item(String sentence) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder("  -");
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder("   ");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private String lanes() {
    return Counts.count(plan.membership().lanes(), "lane", "lanes");
  }

  private List<String> rows() {
    WorkerPlan.Exchange exchange = plan.exchange();
    String dead =
        plan.topics()
            .dead()
            .map(Object::toString)
            .orElse(
                "none: a record that fails ends the worker with status "
                    + ExitCode.NO_DEAD_LETTER_TOPIC);
    return List.of(
        row("records from", plan.topics().from() + " at " + plan.client().get(SERVERS)),
        row("program", WorkerText.program(plan)),
        row("answers to", plan.topics().to().toString()),
        row("dead letters to", dead),
        row("framing", exchange.framing().toString()),
        row("an answer is", answer()),
        row("time for each", Durations.text(exchange.limit())),
        row(
            "on failure",
            plan.failures().restarts() + "; " + plan.failures().attempts() + " attempts a record"),
        row(
            "tombstones",
            exchange.tombstones() == Tombstones.PASS ? "pass by the program" : "are skipped"),
        row("properties", String.join(", ", plan.client().keySet())));
  }

  private static String row(String name, String value) {
    return String.format("  %-17s%s", name, value);
  }

  private String answer() {
    return plan.exchange()
        .answers()
        .map(Object::toString)
        .orElseGet(() ->
            "the whole output of a process for each transaction, "
                + plan.exchange().keyField().map(field -> "key: " + field).orElse("keyless"));
  }

  private List<String> promised() {
    return List.of(
        delivery(),
        isRun()
            ? "The records of a partition reach the program in their order."
            : "The answers to the records of a partition are in the order of the records.",
        "A worker that ends or is killed leaves its partitions to others, which begin where it"
            + " committed.",
        poison());
  }

  private boolean isRun() {
    return plan.exchange().answers().isEmpty();
  }

  private String delivery() {
    boolean once = plan.delivery() == Delivery.EXACTLY_ONCE;
    String often = once ? "exactly" : "at least";
    String what =
        isRun()
            ? "Each record is in the input of " + often + " one process whose output appears"
            : "The answers to each record, or the record as a dead letter, appear "
                + often
                + " once";
    return what + (once ? " to readers with isolation.level=read_committed." : ".");
  }

  private String poison() {
    int attempts = plan.failures().attempts();
    String when = "A record on which the program fails " + attempts + " times ";
    return plan.topics().dead().isPresent()
        ? when + "is a dead letter, and holds up its partition no longer."
        : when + "ends the worker, and is the next one that a worker of this group reads.";
  }
}

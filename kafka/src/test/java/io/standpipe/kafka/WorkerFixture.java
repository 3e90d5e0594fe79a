package io.standpipe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Command;
import io.standpipe.broker.BrokerOptions;
import io.standpipe.broker.Brokers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A broker for all tests of a class, and topics for each. */
@Tag("broker")
@Timeout(120)
abstract class WorkerFixture {
  static Brokers brokers;

  Topic in;
  Topic out;
  Topic dead;

  @BeforeAll
  static void startBroker() throws IOException {
    brokers = Brokers.start(BrokerOptions.nodes(1).jvm("-Xmx640m")); // for values of 20 MB
  }

  @AfterAll
  static void stopBroker() {
    brokers.close();
  }

  @BeforeEach
  void createTopics() throws IOException {
    in = Topic.create(brokers, "in", 3);
    out = Topic.create(brokers, "out", 3);
    dead = Topic.create(brokers, "dead", 1);
  }

  WorkerSpec worker(Command program) {
    return Worker.of(program).from(in.name).to(out.name).client(Topic.client(brokers));
  }

  /** Answers each line in capitals, except those that the Python code in {@code before} handles. */
  static Command capitals(String before) {
    return python(
        """
        import os, sys, time
        for line in sys.stdin:
            line = line.rstrip("\\n")
        %s
            print(line.upper(), flush=True)
        """
            .formatted(before.indent(4)));
  }

  static Command python(String program) {
    return Command.of("python3", "-c", program);
  }

  static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> "record " + i).toList();
  }

  /** What one partition gets of these records, in capitals. */
  List<String> expected(List<String> values, int partition) {
    var expected = new ArrayList<String>();
    for (int i = partition; i < values.size(); i += in.partitions) {
      expected.add(values.get(i).toUpperCase(Locale.ROOT));
    }
    return expected;
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader("standpipe." + name).value(), UTF_8);
  }
}

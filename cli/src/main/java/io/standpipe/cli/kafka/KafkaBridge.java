package io.standpipe.cli.kafka;

import io.standpipe.kafka.FifoBridge;
import io.standpipe.kafka.FifoToTopic;
import io.standpipe.kafka.TopicToFifo;
import io.standpipe.kafka.error.KafkaTaskException;
import java.io.IOException;
import java.time.Duration;

/** A bridge of the library, made from a plan. */
public final class KafkaBridge implements RunningBridge {
  private final FifoBridge bridge;

  private KafkaBridge(FifoBridge bridge) {
    this.bridge = bridge;
  }

  /** Blocks until the brokers have answered; an interrupt ends that. */
  public static RunningBridge start(BridgePlan plan) throws IOException, InterruptedException {
    try {
      return new KafkaBridge(
          plan.reader().isPresent() ? toFifo(plan, plan.reader().get()) : fromFifo(plan));
    } catch (KafkaTaskException e) {
      throw KafkaFailures.of(e);
    }
  }

  private static FifoBridge fromFifo(BridgePlan plan) throws IOException, InterruptedException {
    return FifoToTopic.of(plan.fifo(), plan.topic().name())
        .client(plan.client())
        .connectLimit(plan.connectLimit())
        .grace(plan.grace())
        .start();
  }

  private static FifoBridge toFifo(BridgePlan plan, BridgePlan.Reader reader)
      throws IOException, InterruptedException {
    TopicToFifo bridge =
        TopicToFifo.of(plan.topic().name(), plan.fifo())
            .client(plan.client())
            .connectLimit(plan.connectLimit())
            .grace(plan.grace());
    if (reader.group().isPresent()) {
      bridge = bridge.group(reader.group().get());
    }
    return (reader.atOnce() ? bridge.atOnce() : bridge).start();
  }

  @Override
  public boolean await(Duration limit) throws IOException, InterruptedException {
    try {
      return bridge.await(limit);
    } catch (KafkaTaskException e) {
      throw KafkaFailures.of(e);
    }
  }

  @Override
  public BridgeFigures figures() {
    return new BridgeFigures(
        bridge.sessions(), bridge.bytes(), bridge.dropped(), bridge.repeated());
  }

  @Override
  public void close() {
    bridge.close();
  }

  @Override
  public String toString() {
    return bridge.toString();
  }
}

package io.standpipe.kafka;

import io.standpipe.Command;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.lane.Lanes;
import io.standpipe.kafka.worker.WorkerMXBean;
import io.standpipe.kafka.worker.WorkerStatus;
import java.time.Duration;

/**
 * An unmodified program at work on a Kafka topic: each record of the input topic is a message to
 * its standard input, each message of its standard output a record of the output topic.
 *
 * {@snippet :
 * Worker worker =
 *     Worker.of(Command.of("./tokenizer"))
 *         .from("in")
 *         .to("out")
 *         .dead("in.dead")
 *         .client(Map.of("bootstrap.servers", "broker:9092"))
 *         .start();
 * try (worker) {
 *   worker.await();
 * }
 * }
 *
 * <p><b>Lanes.</b> A worker has one or more lanes, each with a consumer of the same group, a
 * producer and a process of its own. Kafka distributes the input's partitions among the lanes of
 * all workers of the group, on this machine and on others.
 *
 * <p><b>Exactly once.</b> Output and input positions are committed in one transaction, so a reader
 * with {@code isolation.level=read_committed} sees the answers to each record once, in the order of
 * its partition, whatever dies: a program, a worker or a broker. This holds for what the program
 * writes to standard output. What it does besides, to files or databases, may happen again.
 *
 * <p><b>Failures of the program.</b> A program that ends, does not answer in time or answers
 * unasked is started again, and what was not committed is asked again, one record at a time. A
 * record at which it has failed {@link WorkerSpec#attempts} times goes to the topic for dead
 * letters.
 *
 * <p><b>Metrics.</b> {@link #status} for code, {@link WorkerMXBean} over JMX, and in recordings of
 * the JVM (JFR) the events {@code io.standpipe.kafka.Transaction} and {@code
 * io.standpipe.kafka.ProgramFailure}.
 *
 * <p>Safe from any thread.
 */
public final class Worker implements AutoCloseable {
  private final WorkerSpec spec;
  private final Lanes lanes;

  Worker(WorkerSpec spec, Lanes lanes) {
    this.spec = spec;
    this.lanes = lanes;
  }

  /**
   * Describes a worker; {@link WorkerSpec#start} starts it.
   *
   * @param program its standard input and output are the records. What it writes to standard error
   *     appears on that of this process
   */
  public static WorkerSpec of(Command program) {
    return new WorkerSpec(program);
  }

  /**
   * Blocks until another thread closes this worker, or it has ended by itself.
   *
   * @throws KafkaTaskException why it has ended by itself; programs and clients are closed
   */
  public void await() throws KafkaTaskException, InterruptedException {
    boolean _ = lanes.await(Deadline.NEVER);
  }

  /**
   * Blocks like {@link #await()}, for at most {@code limit}.
   *
   * @return whether it was closed in time
   * @throws KafkaTaskException why it has ended by itself
   */
  public boolean await(Duration limit) throws KafkaTaskException, InterruptedException {
    return lanes.await(Deadline.after(limit));
  }

  /** What it has done so far, and is doing. Does not block. */
  public WorkerStatus status() {
    return lanes.status();
  }

  /**
   * Commits what was answered, leaves the group, and ends the programs: what they were asked and
   * have not answered is asked again by another worker. Blocks until then, for at most twice {@link
   * WorkerSpec#closeLimit}. Closing again does nothing.
   */
  @Override
  public void close() {
    lanes.close();
  }

  /** {@code worker [./tokenizer] from in to out}. */
  @Override
  public String toString() {
    return spec.toString();
  }
}

package io.standpipe.kafka;

import static java.util.Objects.requireNonNull;

import io.standpipe.Command;
import io.standpipe.RestartPolicy;
import io.standpipe.conversation.Answers;
import io.standpipe.framing.Framing;
import io.standpipe.internal.CheckReturnValue;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.lane.EmitKey;
import io.standpipe.kafka.internal.lane.Lanes;
import io.standpipe.kafka.worker.Delivery;
import io.standpipe.kafka.worker.Tombstones;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link Worker}. Each method returns a copy in which one thing is changed. Immutable,
 * safe from any thread.
 */
@CheckReturnValue
public final class WorkerSpec {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
  private static final int RECORDS = 2000;
  private static final Duration AGE = Duration.ofMillis(100);
  private static final int ATTEMPTS = 3;
  private static final int RESTARTS = 20;

  final Command program;
  String from = "";
  String to = "";
  @Nullable String dead;
  @Nullable String group;
  String instance = "";
  int lanes = 1;
  Framing framing = Framing.lines();
  Answers answers = Answers.one();
  boolean perTransaction;
  EmitKey key = EmitKey.none();
  Map<String, String> client = Map.of();
  OutputStream errors = new FileOutputStream(FileDescriptor.err);
  Delivery delivery = Delivery.EXACTLY_ONCE;
  Tombstones tombstones = Tombstones.PASS;
  int attempts = ATTEMPTS;
  Duration limit = LIMIT;
  RestartPolicy restarts = RestartPolicy.standard().budget(RESTARTS);
  int transactionRecords = RECORDS;
  Duration transactionAge = AGE;
  Duration connectLimit = CONNECT_LIMIT;
  Duration closeLimit = CLOSE_LIMIT;

  WorkerSpec(Command program) {
    this.program = requireNonNull(program, "program");
  }

  private WorkerSpec with(Consumer<WorkerSpec> change) {
    var copy = new WorkerSpec(program);
    copy.from = from;
    copy.to = to;
    copy.dead = dead;
    copy.group = group;
    copy.instance = instance;
    copy.lanes = lanes;
    copy.framing = framing;
    copy.answers = answers;
    copy.perTransaction = perTransaction;
    copy.key = key;
    copy.client = client;
    copy.errors = errors;
    copy.delivery = delivery;
    copy.tombstones = tombstones;
    copy.attempts = attempts;
    copy.limit = limit;
    copy.restarts = restarts;
    copy.transactionRecords = transactionRecords;
    copy.transactionAge = transactionAge;
    copy.connectLimit = connectLimit;
    copy.closeLimit = closeLimit;
    change.accept(copy);
    return copy;
  }

  /** The topic whose records the program is asked. */
  public WorkerSpec from(String topic) {
    requireNonNull(topic, "topic");
    return with(copy -> copy.from = topic);
  }

  /**
   * The topic that receives the answers. Key, headers and timestamp are those of the record that
   * was asked; so is the partition if both topics have the same number of partitions.
   */
  public WorkerSpec to(String topic) {
    requireNonNull(topic, "topic");
    return with(copy -> copy.to = topic);
  }

  /**
   * The topic that receives the records at which the program failed, with headers that tell why.
   * Without it, such a record ends the worker.
   */
  public WorkerSpec dead(String topic) {
    requireNonNull(topic, "topic");
    return with(copy -> copy.dead = topic);
  }

  /**
   * The consumer group, among whose workers the input's partitions are distributed; default {@code
   * standpipe-FROM-TO}.
   */
  public WorkerSpec group(String id) {
    requireNonNull(id, "id");
    return with(copy -> copy.group = id);
  }

  /**
   * Which of the group's workers this is, the same after a restart: it then takes over at once what
   * it left open. Two workers with one name end each other's transactions. By default the host's
   * name and a number that no other worker of this user has on this machine; give one where workers
   * on several machines share a host's name.
   */
  public WorkerSpec instance(String name) {
    requireNonNull(name, "name");
    return with(copy -> copy.instance = name);
  }

  /** How many programs run here, each with partitions of its own; default 1. */
  public WorkerSpec lanes(int count) {
    positive("lanes", count);
    return with(copy -> copy.lanes = count);
  }

  /**
   * Where a record ends in the program's input and output; default {@link Framing#lines()}. A value
   * that the framing cannot carry, such as one with a newline, is never split: it goes to the dead
   * letters.
   */
  public WorkerSpec framing(Framing how) {
    requireNonNull(how, "framing");
    return with(copy -> copy.framing = how);
  }

  /** Where the answer to a record ends; default {@link Answers#one()}. */
  public WorkerSpec answers(Answers how) {
    requireNonNull(how, "answers");
    return with(copy -> copy.answers = how);
  }

  /**
   * Each transaction has a process of its own, which gets its records and then the end of its
   * input, and commits what it has written by exit code 0: for programs that answer at the end,
   * such as {@code sort} and {@code wc}, or hold back their output. Their output belongs to no
   * single record, so it has no headers and no partition of its own, and a key only by {@link
   * #emitKey}. {@link #answers} is not used, and {@link #limit} is the time for a whole process.
   */
  public WorkerSpec perTransaction() {
    return with(copy -> copy.perTransaction = true);
  }

  /**
   * The key of what a process has written that has a transaction of its own; by default none.
   *
   * @param field a column, such as {@code 2} for the second one, separated by blanks; or the name
   *     of a field of a JSON object
   */
  public WorkerSpec emitKey(String field) {
    EmitKey made = EmitKey.of(field);
    return with(copy -> copy.key = made);
  }

  /**
   * The properties of Kafka's clients, above all {@code bootstrap.servers}. They reach every client
   * untouched. One that a worker cannot do without, such as {@code isolation.level}, must not be
   * given another value.
   */
  public WorkerSpec client(Map<String, String> properties) {
    Map<String, String> copied = Map.copyOf(properties);
    return with(copy -> copy.client = copied);
  }

  /**
   * What receives what the programs write to standard error, each piece as it comes; by default the
   * standard error of this process. The pieces of several lanes may come between each other. It is
   * written to by one thread at a time, and is not closed.
   */
  public WorkerSpec errors(OutputStream stream) {
    requireNonNull(stream, "stream");
    return with(copy -> copy.errors = stream);
  }

  /** How often an answer may appear; default {@link Delivery#EXACTLY_ONCE}. */
  public WorkerSpec delivery(Delivery how) {
    requireNonNull(how, "delivery");
    return with(copy -> copy.delivery = how);
  }

  /** What happens to records without a value; default {@link Tombstones#PASS}. */
  public WorkerSpec tombstones(Tombstones how) {
    requireNonNull(how, "tombstones");
    return with(copy -> copy.tombstones = how);
  }

  /** How often the program may fail at one record before that is a dead letter; default 3. */
  public WorkerSpec attempts(int count) {
    positive("attempts", count);
    return with(copy -> copy.attempts = count);
  }

  /** The time for each answer, from when the program has given the one before; default 30 s. */
  public WorkerSpec limit(Duration each) {
    positive("limit", each);
    return with(copy -> copy.limit = each);
  }

  /**
   * When the program is started again; by default as {@link RestartPolicy#standard()}, but it may
   * fail 20 times in a row without an answer before the worker ends.
   */
  public WorkerSpec restarts(RestartPolicy policy) {
    requireNonNull(policy, "policy");
    return with(copy -> copy.restarts = policy);
  }

  /**
   * When a transaction ends at the latest; default 2,000 records or 100 ms. An answer can be read
   * once its transaction has ended.
   */
  public WorkerSpec transaction(int records, Duration age) {
    positive("records", records);
    positive("age", age);
    return with(copy -> {
      copy.transactionRecords = records;
      copy.transactionAge = age;
    });
  }

  /** The time in which {@link #start} must get an answer from a broker; default 60 s. */
  public WorkerSpec connectLimit(Duration limit) {
    positive("limit", limit);
    return with(copy -> copy.connectLimit = limit);
  }

  /** The time that {@link Worker#close} has to commit; default 10 s. */
  public WorkerSpec closeLimit(Duration limit) {
    positive("limit", limit);
    return with(copy -> copy.closeLimit = limit);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " ≥ 1 expected: " + value);
    }
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " > 0 expected: " + value);
    }
  }

  /**
   * Starts the worker. Blocks until a broker has told of the topics, for at most {@link
   * #connectLimit}; an interrupt ends the wait. The programs are started afterwards: a program that
   * cannot be started ends the worker, and {@link Worker#await()} says so.
   *
   * @throws KafkaTaskException if no broker answers, if it refuses, if a topic does not exist, or
   *     if these settings do not fit together
   */
  public Worker start() throws KafkaTaskException, InterruptedException {
    return new Worker(this, Lanes.start(WorkerStart.settings(this)));
  }

  String groupId() {
    return group == null ? "standpipe-" + from + "-" + to : group;
  }

  /** {@code worker ["./tokenizer"] from in to out}. */
  @Override
  public String toString() {
    return "worker " + program + " from " + from + " to " + to;
  }
}

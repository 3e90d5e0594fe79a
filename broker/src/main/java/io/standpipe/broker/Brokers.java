package io.standpipe.broker;

import io.standpipe.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/**
 * One or three Kafka brokers on this machine, to try things with; not for production.
 *
 * <pre>{@code
 * try (Brokers brokers = Brokers.start(3)) {
 *   brokers.createTopic("in", 4);
 *   properties.put("bootstrap.servers", brokers.bootstrapServers());
 * }
 * }</pre>
 *
 * <p><b>The nodes</b> are numbered from 1 on. Each is a broker and a controller, and all of them
 * live in one process, with a heap of 256 MiB, which ends together with this one. They listen on
 * loopback only. Topics have a replica on each node. With three nodes, writes go on when one is
 * stopped.
 *
 * <p><b>Unlike real ones</b>, the brokers let a group with {@code group.protocol=consumer} have a
 * short session, 6 s here, and consumers send a heartbeat every 0.5 s. A topic that does not exist
 * is not created. {@link BrokerOptions#property} changes all that.
 *
 * <p><b>Blocking.</b> Each call blocks until it is done. {@link BrokerOptions#limit}, an interrupt
 * and {@link #close} from another thread end the wait with an {@code IOException}. After an
 * interrupt, nodes can no longer be stopped or restarted.
 *
 * <p><b>Threads.</b> Safe; of two threads that stop or restart nodes the second waits.
 */
public final class Brokers implements AutoCloseable {
  private final BrokerOptions options;
  private final List<NodeAddress> cluster;
  private final Path folder;
  private final NodeProcess process;
  private final Admin admin;
  private final Topics topics;
  private final BitSet stopped = new BitSet(); // guarded by this

  private Brokers(
      BrokerOptions options, List<NodeAddress> cluster, Path folder, NodeProcess process) {
    this.options = options;
    this.cluster = cluster;
    this.folder = folder;
    this.process = process;
    String servers = cluster.stream().map(NodeAddress::forBrokers).collect(Collectors.joining(","));
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    this.topics = new Topics(admin, options.limit());
  }

  /** Starts so many nodes, 1 or 3, in a temporary folder; returns once all of them serve. */
  public static Brokers start(int nodes) throws IOException {
    return start(BrokerOptions.nodes(nodes));
  }

  /**
   * Starts nodes; returns once all of them serve.
   *
   * @throws IOException if they did not start, with the end of what they wrote to standard error
   */
  public static Brokers start(BrokerOptions options) throws IOException {
    Path folder =
        options.folder().isPresent()
            ? Files.createDirectories(options.folder().get())
            : Files.createTempDirectory("standpipe-brokers");
    try {
      List<NodeAddress> cluster = NodeAddress.choose(options.nodes());
      new NodeProperties(options, cluster, folder).write();
      var process = NodeProcess.start(folder, options);
      try {
        process.ask("start", IntStream.rangeClosed(1, options.nodes()).toArray());
        return new Brokers(options, cluster, folder, process);
      } catch (Throwable t) {
        process.close();
        throw t;
      }
    } catch (Throwable t) {
      if (options.folder().isEmpty()) {
        try {
          Folders.delete(folder);
        } catch (RuntimeException e) {
          t.addSuppressed(e);
        }
      }
      throw t;
    }
  }

  /** The value for {@code bootstrap.servers}: {@code 127.71.9.1:40123,127.71.9.2:37119}. */
  public String bootstrapServers() {
    return cluster.stream().map(NodeAddress::forClients).collect(Collectors.joining(","));
  }

  /**
   * A client for everything else, such as deleting topics, or looking at groups. It belongs to the
   * brokers, and uses a listener that asks for no credentials.
   */
  public Admin admin() {
    return admin;
  }

  /** Where the nodes keep their data, and {@code errors.txt}, what they wrote to standard error. */
  public Path folder() {
    return folder;
  }

  /** Creates a topic with so many partitions; returns once each running node knows it. */
  public void createTopic(String name, int partitions) throws IOException {
    createTopic(name, partitions, Map.of());
  }

  /** Creates a topic with properties of its own, such as {@code cleanup.policy}. */
  public void createTopic(String name, int partitions, Map<String, String> properties)
      throws IOException {
    topics.create(name, partitions, properties, runningNodes());
  }

  /** The node that leads this partition, as far as the node that is asked knows. */
  public int leader(String topic, int partition) throws IOException {
    return topics.leader(topic, partition);
  }

  /**
   * Waits until each partition has all its replicas in sync. Another node may be stopped then
   * without a partition becoming unavailable.
   */
  public void awaitInSync() throws IOException {
    topics.awaitInSync();
  }

  /**
   * Stops a node as a kill would: it hands nothing over. The others notice after at most 3 s, by
   * its session; a leader's connections break at once.
   *
   * @throws IllegalStateException if it does not run
   */
  public synchronized void stopNode(int node) throws IOException {
    checkNode(node);
    if (stopped.get(node)) {
      throw new IllegalStateException("node " + node + " does not run");
    }
    process.ask("stop", node);
    stopped.set(node);
  }

  /**
   * Starts a stopped node again, with its data and its addresses; returns once it serves.
   *
   * @throws IllegalStateException if it runs
   */
  public synchronized void restartNode(int node) throws IOException {
    checkNode(node);
    if (!stopped.get(node)) {
      throw new IllegalStateException("node " + node + " runs");
    }
    process.ask("start", node);
    stopped.clear(node);
  }

  /**
   * Suspends all nodes: connections stay, and nothing is answered. {@link #close} works all the
   * same.
   */
  public void suspend() {
    process.signal(Signal.STOP);
  }

  /** Lets suspended nodes go on. */
  public void resume() {
    process.signal(Signal.CONT);
  }

  private void checkNode(int node) {
    if (node < 1 || node > cluster.size()) {
      throw new IllegalArgumentException("node must be from 1 to " + cluster.size() + ": " + node);
    }
  }

  private synchronized int[] runningNodes() {
    return IntStream.rangeClosed(1, cluster.size()).filter(node -> !stopped.get(node)).toArray();
  }

  /** Ends the nodes at once, and deletes their folder if it is a temporary one. */
  @Override
  public void close() {
    admin.close(Duration.ZERO);
    process.close();
    if (options.folder().isEmpty()) {
      Folders.delete(folder);
    }
  }

  /** {@code brokers at 127.71.9.1:40123}. */
  @Override
  public String toString() {
    return "brokers at " + bootstrapServers();
  }
}

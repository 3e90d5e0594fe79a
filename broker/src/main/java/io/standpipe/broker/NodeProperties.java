package io.standpipe.broker;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The configuration of a node: small, quick to start, and quick to notice that a peer is gone. */
final class NodeProperties {
  /** The listener's name of the controllers. */
  static final String CONTROLLERS = "CONTROLLERS";

  private final BrokerOptions options;
  private final List<NodeAddress> cluster;
  private final Path folder;

  NodeProperties(BrokerOptions options, List<NodeAddress> cluster, Path folder) {
    this.options = options;
    this.cluster = cluster;
    this.folder = folder;
  }

  /** Writes each node's file into the folder. */
  void write() throws IOException {
    for (NodeAddress address : cluster) {
      try (Writer file = Files.newBufferedWriter(file(folder, address.node()))) {
        of(address).store(file, null);
      }
    }
  }

  static Path file(Path folder, int node) {
    return folder.resolve("node-" + node + ".properties");
  }

  private Properties of(NodeAddress address) {
    var properties = new Properties();
    properties.putAll(identity(address));
    properties.putAll(internalTopics());
    properties.putAll(timing());
    properties.putAll(size());
    properties.putAll(options.properties());
    return properties;
  }

  private Map<String, String> identity(NodeAddress address) {
    String voters =
        cluster.stream()
            .map(a -> a.node() + "@" + a.forControllers())
            .collect(Collectors.joining(","));
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        String.valueOf(address.node()),
        "controller.quorum.voters",
        voters,
        // The brokers have a listener of their own, so that a test can give that of the clients
        // TLS or SASL and configure nothing else.
        "listeners",
        "CLIENTS://%s,BROKERS://%s,%s://%s"
            .formatted(
                address.forClients(), address.forBrokers(), CONTROLLERS, address.forControllers()),
        "listener.security.protocol.map",
        "CLIENTS:PLAINTEXT,BROKERS:PLAINTEXT," + CONTROLLERS + ":PLAINTEXT",
        "inter.broker.listener.name",
        "BROKERS",
        "controller.listener.names",
        CONTROLLERS,
        "log.dirs",
        folder.resolve("node-" + address.node()).toString());
  }

  private Map<String, String> internalTopics() {
    String all = String.valueOf(cluster.size());
    String enough = String.valueOf(cluster.size() / 2 + 1); // a majority: one node may fail
    return Map.of(
        "offsets.topic.num.partitions", all,
        "offsets.topic.replication.factor", all,
        "transaction.state.log.num.partitions", all,
        "transaction.state.log.replication.factor", all,
        "transaction.state.log.min.isr", enough,
        "default.replication.factor", all,
        "min.insync.replicas", enough,
        // A topic that does not exist is an error worth seeing.
        "auto.create.topics.enable", "false");
  }

  private static Map<String, String> timing() {
    return Map.ofEntries(
        // A stopped node is gone at once, as after kill -9: it does not hand over.
        Map.entry("controlled.shutdown.enable", "false"),
        Map.entry("broker.heartbeat.interval.ms", "250"),
        Map.entry("broker.session.timeout.ms", "3000"),
        // Brokers do not allow consumers less than 45 s and 5 s if nothing is set.
        Map.entry("group.consumer.min.session.timeout.ms", "1000"),
        Map.entry("group.consumer.session.timeout.ms", "6000"),
        Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
        Map.entry("group.consumer.heartbeat.interval.ms", "500"),
        Map.entry("group.initial.rebalance.delay.ms", "0"));
  }

  private static Map<String, String> size() {
    return Map.of(
        "num.network.threads", "2",
        "num.io.threads", "2",
        "background.threads", "2",
        "num.recovery.threads.per.data.dir", "1",
        "group.coordinator.threads", "1",
        "share.coordinator.threads", "1",
        "log.cleaner.dedupe.buffer.size", "2097152"); // of 128 MiB
  }
}

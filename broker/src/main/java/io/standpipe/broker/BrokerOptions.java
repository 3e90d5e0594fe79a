package io.standpipe.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How many brokers, where, and how they are configured. Immutable. */
public final class BrokerOptions {
  private final int nodes;
  private final Optional<Path> folder;
  private final Map<String, String> properties;
  private final Duration limit;

  private BrokerOptions(
      int nodes, Optional<Path> folder, Map<String, String> properties, Duration limit) {
    this.nodes = nodes;
    this.folder = folder;
    this.properties = Map.copyOf(properties);
    this.limit = limit;
  }

  /**
   * So many nodes, each a broker and a controller.
   *
   * @param nodes 1 or 3; with two, the loss of one would stop the other
   */
  public static BrokerOptions nodes(int nodes) {
    if (nodes != 1 && nodes != 3) {
      throw new IllegalArgumentException("nodes must be 1 or 3: " + nodes);
    }
    return new BrokerOptions(nodes, Optional.empty(), Map.of(), Duration.ofMinutes(2));
  }

  /**
   * Keeps the data in this folder, which is made if it is missing, and leaves it there. Brokers
   * that are started there again have the data. Default: a temporary folder, deleted at close.
   */
  public BrokerOptions folder(Path folder) {
    return new BrokerOptions(nodes, Optional.of(folder), properties, limit);
  }

  /**
   * Sets a property of all nodes, for example {@code group.consumer.session.timeout.ms}. It
   * replaces what {@link Brokers} sets.
   */
  public BrokerOptions property(String name, String value) {
    var all = new LinkedHashMap<>(properties);
    all.put(name, value);
    return new BrokerOptions(nodes, folder, all, limit);
  }

  /** Sets how long a start, a stop or a restart of nodes may take; default two minutes. */
  public BrokerOptions limit(Duration limit) {
    return new BrokerOptions(nodes, folder, properties, limit);
  }

  int nodes() {
    return nodes;
  }

  Optional<Path> folder() {
    return folder;
  }

  Map<String, String> properties() {
    return properties;
  }

  Duration limit() {
    return limit;
  }
}

package io.standpipe.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many brokers, where, and how they are configured. Immutable. */
public final class BrokerOptions {
  private final int nodes;
  private final Optional<Path> folder;
  private final Map<String, String> properties;
  private final List<String> jvm;
  private final Duration limit;

  private BrokerOptions(
      int nodes,
      Optional<Path> folder,
      Map<String, String> properties,
      List<String> jvm,
      Duration limit) {
    this.nodes = nodes;
    this.folder = folder;
    this.properties = Map.copyOf(properties);
    this.jvm = List.copyOf(jvm);
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
    return new BrokerOptions(nodes, Optional.empty(), Map.of(), List.of(), Duration.ofMinutes(2));
  }

  /**
   * Keeps the data in this folder, which is made if it is missing, and leaves it there. Brokers
   * that are started there again have the data. Default: a temporary folder, deleted at close.
   */
  public BrokerOptions folder(Path folder) {
    return new BrokerOptions(nodes, Optional.of(folder), properties, jvm, limit);
  }

  /**
   * Sets a property of all nodes, for example {@code group.consumer.session.timeout.ms}. It
   * replaces what {@link Brokers} sets.
   */
  public BrokerOptions property(String name, String value) {
    var all = new LinkedHashMap<>(properties);
    all.put(name, value);
    return new BrokerOptions(nodes, folder, all, jvm, limit);
  }

  /**
   * Adds options of the JVM, which override the standard ones: a heap of 256 MiB, and a compiler
   * that halves the CPU time of a start. For much work there are {@code -XX:TieredStopAtLevel=4}
   * and {@code -Xmx1g}.
   */
  public BrokerOptions jvm(String... options) {
    var all = new ArrayList<>(jvm);
    all.addAll(List.of(options));
    return new BrokerOptions(nodes, folder, properties, all, limit);
  }

  /** Sets how long a start, a stop or a restart of nodes may take; default two minutes. */
  public BrokerOptions limit(Duration limit) {
    return new BrokerOptions(nodes, folder, properties, jvm, limit);
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

  List<String> jvm() {
    return jvm;
  }

  Duration limit() {
    return limit;
  }
}

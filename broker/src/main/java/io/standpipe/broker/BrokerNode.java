package io.standpipe.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A running broker and controller of this process. */
final class BrokerNode {
  /** Equal for all clusters, so that a folder can be used again. No broker compares it. */
  private static final String CLUSTER_ID = "c3RhbmRwaXBlLWJyb2tlcg";

  private final KafkaRaftServer server;

  private BrokerNode(KafkaRaftServer server) {
    this.server = server;
  }

  /** Formats the node's folder if that is still to be done, and returns once the node serves. */
  static BrokerNode start(Path folder, int number) throws Exception {
    var properties = new Properties();
    try (Reader file = Files.newBufferedReader(NodeProperties.file(folder, number))) {
      properties.load(file);
    }
    var config = new KafkaConfig(properties, false);
    format(config, number);
    var server = new KafkaRaftServer(config, Time.SYSTEM);
    server.startup();
    return new BrokerNode(server);
  }

  private static void format(KafkaConfig config, int number) throws Exception {
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setNodeId(number)
        .setClusterId(CLUSTER_ID)
        .setIgnoreFormatted(true)
        .setControllerListenerName(NodeProperties.CONTROLLERS)
        .setMetadataLogDirectory(config.metadataLogDir())
        .addDirectory(config.metadataLogDir())
        .run();
  }

  void stop() {
    server.shutdown();
    server.awaitShutdown();
  }
}

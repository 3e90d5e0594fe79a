/**
 * The command {@code standpipe}, which maps options to calls of {@code io.standpipe}. Exports
 * nothing.
 */
module io.standpipe.cli {
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires io.standpipe;
  requires static io.standpipe.kafka; // there only for what speaks to Kafka
  requires jdk.httpserver;
  requires jdk.unsupported; // sun.misc.Signal
  requires org.jline.reader;
  requires org.jline.terminal;
  requires static org.jspecify;
}

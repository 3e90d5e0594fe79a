/** Unmodified programs over Apache Kafka: records in, records out. */
// Kafka's clients are no module, so their name comes from the file name of their jar. It is the
// name that every application has to use that puts them on the module path.
@SuppressWarnings("requires-automatic")
module io.standpipe.kafka {
  requires com.fasterxml.jackson.core;
  requires io.standpipe;
  requires java.management;
  requires jdk.jfr;
  requires kafka.clients;
  requires static org.jspecify;

  exports io.standpipe.kafka;
  exports io.standpipe.kafka.error;
  exports io.standpipe.kafka.worker;
}

package io.standpipe.cli.kafka;

/** What Kafka's clients log, which the command does not show: what matters is an error. */
public final class KafkaLog {
  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private KafkaLog() {}

  /**
   * Shows warnings on standard error, unless the user asks for another level. To be called before
   * anything of Kafka is used.
   */
  public static void showWarnings() {
    if (System.getProperty(LEVEL) == null) {
      System.setProperty(LEVEL, "warn");
    }
  }
}

/**
 * Programs that talk through pipes: pipes, fifos, children, pipelines, and why they stopped
 * talking.
 *
 * <p>Start with {@link io.standpipe.Command} to run programs, {@link io.standpipe.Pipe} and {@link
 * io.standpipe.Fifo} for the devices themselves. Linux only. Run with {@code
 * --enable-native-access=io.standpipe}, or {@code =ALL-UNNAMED} on the class path: the kernel is
 * called through the foreign function interface of the JDK.
 */
@SuppressWarnings("module") // the command and the Kafka module are built later: not found here
module io.standpipe {
  requires static org.jspecify;

  exports io.standpipe;
  exports io.standpipe.conversation;
  exports io.standpipe.doctor;
  exports io.standpipe.error;
  exports io.standpipe.fifo;
  exports io.standpipe.framing;
  exports io.standpipe.responder;

  // The command's JSON and graphs show what threads wait for, which users read as words.
  exports io.standpipe.internal.proc to
      io.standpipe.cli;

  // The command hands on the descriptors and the ignored signals that it was started with.
  exports io.standpipe.internal.start to
      io.standpipe.cli;

  // The command's JSON has the cause and the steps of a deadlock, which users read as words.
  exports io.standpipe.internal.verdict to
      io.standpipe.cli;

  // The command writes logs, recordings and pages as the library writes transcripts.
  exports io.standpipe.internal.file to
      io.standpipe.cli;

  // The command and the Kafka module escape text and print durations as the library does.
  exports io.standpipe.internal.text to
      io.standpipe.cli,
      io.standpipe.kafka;

  // The Kafka module keeps a caller's limit as the library does.
  exports io.standpipe.internal.ready to
      io.standpipe.kafka;

  // Both mark what may not be ignored as the library does.
  exports io.standpipe.internal to
      io.standpipe.kafka;
}

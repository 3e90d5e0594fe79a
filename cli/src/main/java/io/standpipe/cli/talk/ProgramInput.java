package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Signal;
import io.standpipe.StopPolicy;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** What a user can do to the program: send messages, end its input, interrupt it, stop it. */
final class ProgramInput {
  private final Child child;
  private final boolean onTerminal;
  private final FrameWriter writer;
  private final TalkRecorder recorder;
  private final @Nullable EchoFilter echo;

  /**
   * @param onTerminal whether the program's input is a terminal of its own
   * @param echo takes the terminal's echo out of the output, if it echoes
   */
  ProgramInput(
      Child child,
      Framing framing,
      boolean onTerminal,
      TalkRecorder recorder,
      @Nullable EchoFilter echo) {
    this.child = child;
    this.onTerminal = onTerminal;
    this.writer = framing.writer(child.stdin());
    this.recorder = recorder;
    this.echo = echo;
  }

  /**
   * Sends a message. Blocks while the program does not read and its pipe is full. Only for one
   * thread at a time.
   *
   * @param hidden whether it was typed without being shown, which makes it secret
   * @return false if the program no longer reads
   */
  boolean send(byte[] message, boolean hidden) throws IOException {
    recorder.sent(message, hidden);
    try {
      if (echo != null && child.terminal().echoes()) {
        echo.typed(message);
      }
      writer.write(message);
      return true;
    } catch (BrokenPipeException | ClosedChannelException e) {
      return false; // it has ended, or is about to, and its exit tells why
    }
  }

  /** Whether what is typed now must not be seen, because the program has turned its echo off. */
  boolean isHidden() {
    try {
      return echo != null && child.terminal().hidesInput();
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  /** Ends the program's input. Its output stays open. */
  void close() {
    child.stdin().close();
  }

  /** Sends SIGINT to the program and its descendants, as Ctrl-C does on a terminal. */
  void interrupt() throws IOException {
    if (onTerminal) {
      if (echo != null && child.terminal().echoes()) {
        echo.interrupted();
      }
      child.stdin().write("\003");
    } else {
      child.signalAll(Signal.INT);
    }
  }

  void stop(StopPolicy policy) {
    child.stop(policy);
  }
}

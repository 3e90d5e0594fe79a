package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.PipeReader;
import io.standpipe.Signal;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** The program of a talk, as the one who speaks to it knows it. For one speaker at a time. */
final class ProgramInput {
  private final Child child;
  private final boolean onTerminal;
  private final FrameWriter writer;
  private final TalkRecorder recording;

  /**
   * @param onTerminal whether its input is a terminal of its own
   */
  ProgramInput(Child child, Framing framing, boolean onTerminal, TalkRecorder recording) {
    this.child = child;
    this.onTerminal = onTerminal;
    this.writer = framing.writer(child.stdin());
    this.recording = recording;
  }

  /**
   * Says a message. Blocks while the program does not listen and its pipe is full.
   *
   * @return false if nobody listens any more
   */
  boolean send(byte[] message) throws IOException {
    recording.said(message);
    try {
      writer.write(message);
      return true;
    } catch (BrokenPipeException | ClosedChannelException e) {
      return false; // it has ended, or is about to: its exit tells
    }
  }

  /** Says that this was all: its input ends. Its output does not. */
  void close() {
    child.stdin().close();
  }

  /** What Ctrl-C does on a terminal: SIGINT to it and to those that it has started. */
  void interrupt() throws IOException {
    if (onTerminal) {
      child.stdin().write("\003");
    } else {
      child.signalAll(Signal.INT);
    }
  }

  void stop() {
    child.stop();
  }

  PipeReader stdout() {
    return child.stdout();
  }

  PipeReader stderr() {
    return child.stderr();
  }
}

package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.PseudoTerminal;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.error.BrokenPipeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Connects the user's terminal with a terminal of the program's own, of the same size. Every key
 * goes to the program, even Ctrl-C and Ctrl-D, and its output goes to the screen. Only Ctrl-] is
 * ours, as in telnet(1): it ends a talk with a program that does not end.
 */
final class RawTerminalSession implements TalkSession {
  private static final byte ESCAPE = 0x1d; // Ctrl-]
  private static final int CHUNK = 4096;

  private final org.jline.terminal.Terminal terminal;
  private final Attributes before;
  private @Nullable OutputReader output;
  private volatile @Nullable IOException failure;

  RawTerminalSession() throws IOException {
    terminal = UserTerminal.open();
    before = terminal.getAttributes();
  }

  @Override
  public Command prepare(Command program) {
    Size size = terminal.getSize();
    var cooked = io.standpipe.Terminal.cooked();
    boolean known = size.getColumns() > 0 && size.getRows() > 0;
    return program.terminal(known ? cooked.size(size.getColumns(), size.getRows()) : cooked);
  }

  @Override
  public void begin(Child child) throws IOException {
    makeRaw();
    PseudoTerminal its = child.terminal();
    terminal.handle(Signal.WINCH, signal -> follow(its));
    follow(its); // the size may have changed since
    PipeWriter screen = PipeWriter.stdout();
    output =
        OutputReader.start(
            its.reader(),
            new OutputListener() {
              @Override
              public void received(ByteBuffer bytes) throws IOException {
                screen.write(bytes);
              }

              @Override
              public void ended() {}
            });
    Thread.ofVirtual().name("standpipe-typing").start(() -> type(child));
  }

  /** JLine's raw mode still turns keys into signals, and a read may return without a byte. */
  private void makeRaw() {
    terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(LocalFlag.ISIG, false);
    raw.setOutputFlag(OutputFlag.OPOST, false);
    raw.setControlChar(ControlChar.VMIN, 1);
    raw.setControlChar(ControlChar.VTIME, 0);
    terminal.setAttributes(raw);
  }

  /**
   * Gives the program's terminal the size of the user's. Called by the signal and before keys are
   * passed on, so that no key overtakes the size at which it was typed.
   */
  private synchronized void follow(PseudoTerminal its) {
    Size size = terminal.getSize();
    try {
      if (size.getColumns() > 0 && size.getRows() > 0) {
        its.resize(size.getColumns(), size.getRows());
      }
    } catch (IOException e) {
      // The program has ended.
    }
  }

  private void type(Child child) {
    try {
      PipeReader keys = PipeReader.stdin();
      PseudoTerminal its = child.terminal();
      PipeWriter writer = its.writer();
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      while (keys.read(chunk.clear()) >= 0) {
        chunk.flip();
        if (hasEscape(chunk)) {
          failure = new ExitException(ExitCode.INTERRUPTED, "", null);
          child.stop();
          return;
        }
        follow(its);
        writer.write(chunk);
      }
      writer.close();
    } catch (BrokenPipeException | ClosedChannelException e) {
      // The program has ended, and its exit code tells how.
    } catch (IOException e) {
      failure = e;
      child.stop();
    } catch (RuntimeException | Error e) {
      failure = ExitException.of(e);
      child.stop(); // the program would wait for keys
    }
  }

  private static boolean hasEscape(ByteBuffer keys) {
    for (int i = keys.position(); i < keys.limit(); i++) {
      if (keys.get(i) == ESCAPE) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    if (output != null) {
      output.awaitEnd();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Restores the terminal's settings. When a signal ends this JVM, JLine may have restored and
   * closed the terminal already.
   */
  @Override
  public void close() throws IOException {
    try {
      terminal.setAttributes(before);
    } catch (IllegalStateException e) {
      return;
    }
    terminal.close();
  }
}

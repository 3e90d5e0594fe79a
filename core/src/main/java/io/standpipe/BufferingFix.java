package io.standpipe;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import java.io.IOException;
import java.util.Optional;

/** How a command becomes one that does not hold its output back: see {@link Buffering}. */
final class BufferingFix {
  private final Posix posix;
  private final Command command;
  private final ProgramFile file;
  private final UnbufferedSwitches own;

  private BufferingFix(Posix posix, Command command, String program) {
    this.posix = posix;
    this.command = command;
    this.file = ProgramFile.of(posix, program);
    this.own = UnbufferedSwitches.of(posix, file);
  }

  /**
   * The command to start, which says what was taken.
   *
   * @param program the file that will be executed
   */
  static Command applyTo(Posix posix, Command command, String program) throws IOException {
    if (command.buffering() == Buffering.AS_IS) {
      return command;
    }
    var cure = new BufferingFix(posix, command, program);
    return switch (command.buffering()) {
      case AS_IS -> command;
      case STDBUF -> cure.byStdbuf();
      case SWITCH ->
          cure.bySwitch()
              .orElseThrow(() -> cure.refused("SWITCH: no switch or variable of it is known"));
      case TERMINAL ->
          cure.byTerminal()
              .orElseThrow(() -> cure.refused("TERMINAL: its output is no pipe to this process"));
      case AUTO -> cure.auto();
    };
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("start " + command + " with Buffering." + why);
  }

  private Command auto() throws IOException {
    Redirect output = command.redirects().get(1);
    if (output == null || output.isTerminal() || own.holdsNothingBack()) {
      return command.buffering(Buffering.AS_IS);
    }
    Optional<Command> switched = bySwitch();
    if (switched.isPresent()) {
      return switched.get();
    }
    boolean reachable = file.isScript() || file.isLinkedWithGlibc();
    if (reachable && !own.looksForATerminal()) {
      try {
        return byStdbuf();
      } catch (ErrnoException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
    return byTerminal().orElseGet(() -> command.buffering(Buffering.AS_IS));
  }

  private Command byStdbuf() throws IOException {
    if (!file.isScript() && !file.isLinkedWithGlibc()) {
      throw refused("STDBUF: it is not linked with glibc dynamically, or runs as another user");
    }
    return Stdbuf.addTo(posix, command).buffering(Buffering.STDBUF);
  }

  private Optional<Command> bySwitch() {
    return own.addTo(command).map(c -> c.buffering(Buffering.SWITCH));
  }

  private Optional<Command> byTerminal() {
    return Optional.ofNullable(command.redirects().get(1))
        .flatMap(Redirect::onTerminal)
        .map(terminal -> command.stdout(terminal).buffering(Buffering.TERMINAL));
  }
}

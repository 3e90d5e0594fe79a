package io.standpipe.internal.start;

import io.standpipe.error.ProgramNotFoundException;
import io.standpipe.internal.posix.Posix;
import java.io.IOException;
import java.util.Optional;

/** Changes a command so that the program does not hold its output back; how: {@code Buffering}. */
final class BufferingFix {
  private final Posix posix;
  private final CommandSpec command;
  private final ProgramFile file;
  private final UnbufferedSwitches own;

  private BufferingFix(Posix posix, CommandSpec command, String program) {
    this.posix = posix;
    this.command = command;
    this.file = ProgramFile.of(posix, program);
    this.own = UnbufferedSwitches.of(posix, file);
  }

  /**
   * The command to start; its {@code buffering} says which method was chosen.
   *
   * @param program the file that will be executed
   */
  static CommandSpec applyTo(Posix posix, CommandSpec command, String program) throws IOException {
    if (command.buffering() == BufferingMethod.AS_IS) {
      return command;
    }
    var fix = new BufferingFix(posix, command, program);
    return switch (command.buffering()) {
      case AS_IS -> command;
      case STDBUF -> fix.byStdbuf();
      case SWITCH ->
          fix.bySwitch()
              .orElseThrow(() -> fix.refused("SWITCH: no switch or variable of it is known"));
      case TERMINAL ->
          fix.byTerminal()
              .orElseThrow(() -> fix.refused("TERMINAL: its output is not a pipe to this process"));
      case AUTO -> fix.auto();
    };
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("start " + command + " with Buffering." + why);
  }

  private CommandSpec auto() throws IOException {
    RedirectSpec output = command.redirects().get(1);
    if (output == null || output.isTerminal() || own.holdsNothingBack()) {
      return command.withBuffering(BufferingMethod.AS_IS);
    }
    Optional<CommandSpec> switched = bySwitch();
    if (switched.isPresent()) {
      return switched.get();
    }
    boolean reachable = file.isScript() || file.isLinkedWithGlibc();
    if (reachable && !own.looksForATerminal()) {
      try {
        return byStdbuf();
      } catch (ProgramNotFoundException e) {
        // There is no stdbuf: a terminal may do.
      }
    }
    return byTerminal().orElseGet(() -> command.withBuffering(BufferingMethod.AS_IS));
  }

  private CommandSpec byStdbuf() throws IOException {
    if (!file.isScript() && !file.isLinkedWithGlibc()) {
      throw refused("STDBUF: it is not linked with glibc dynamically, or runs as another user");
    }
    return Stdbuf.addTo(posix, command).withBuffering(BufferingMethod.STDBUF);
  }

  private Optional<CommandSpec> bySwitch() {
    return own.addTo(command).map(c -> c.withBuffering(BufferingMethod.SWITCH));
  }

  private Optional<CommandSpec> byTerminal() {
    return Optional.ofNullable(command.redirects().get(1))
        .flatMap(RedirectSpec::byTerminal)
        .map(terminal -> command.withRedirect(1, terminal).withBuffering(BufferingMethod.TERMINAL));
  }
}

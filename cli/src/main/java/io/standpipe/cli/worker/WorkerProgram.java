package io.standpipe.cli.worker;

import io.standpipe.Buffering;
import io.standpipe.Command;
import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.kafka.WorkerPlan.Program;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.option.ProgramArguments;
import io.standpipe.cli.option.TiedOption;
import java.io.IOException;
import java.util.List;

/** The program of a worker, or several that are one, and how its output is kept from waiting. */
final class WorkerProgram {
  private final BufferingOption buffering;
  private final TiedOption tied;
  private final ProgramArguments programs;

  WorkerProgram(BaseCommand command) {
    buffering = new BufferingOption(command, ", as-is with --answers run");
    tied = new TiedOption(command);
    programs = new ProgramArguments(command);
  }

  /**
   * @param runs whether the program ends with each transaction: then it has written everything, and
   *     needs no help unless the user asks for it
   */
  Program program(boolean runs) throws IOException {
    return new Program(tied.apply(List.of(command(runs))).getFirst(), programs.words());
  }

  private Command command(boolean runs) throws IOException {
    Command program = programs.asOne(tied.words());
    Buffering method = buffering.buffering();
    if (method != Buffering.AUTO) {
      return program.buffering(method);
    } else if (runs) {
      return program;
    }
    // standpipe run holds nothing back; the programs that it runs may, and inherit this.
    return program.buffering(programs.areSeveral() ? Buffering.STDBUF : Buffering.AUTO);
  }
}

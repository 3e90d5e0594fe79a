package io.standpipe.bench;

import io.standpipe.Command;
import java.io.IOException;
import java.util.Optional;

/** Knows how contenders are started here. */
interface Launcher {
  /** Why a contender cannot run here, if it cannot. */
  Optional<String> missing(Contender contender, Placement placement);

  /** The command that starts a contender. */
  Command command(Contender contender, Placement placement)
      throws IOException, InterruptedException;
}

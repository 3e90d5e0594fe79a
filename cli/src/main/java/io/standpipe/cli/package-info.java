/**
 * The command {@code standpipe}.
 *
 * <p>Start with {@link io.standpipe.cli.Main}. Each subcommand has a package of its own, and the
 * packages below them hold what they share; {@code ArchitectureTest} lists them from the top down.
 * A class named {@code …Command} maps options, parsed by picocli, to calls of the library. A
 * failure becomes one line and an exit code in {@link io.standpipe.cli.output.ExitException}.
 */
@NullMarked
package io.standpipe.cli;

import org.jspecify.annotations.NullMarked;

/**
 * The command {@code standpipe}.
 *
 * <p>Start with {@link io.standpipe.cli.Main}. A class named {@code …Command} is one command: it
 * maps its options, given by picocli, to calls of the library, and knows nothing of pipes itself.
 * What goes wrong becomes one line and an exit code in {@link io.standpipe.cli.CommandFailure};
 * programs run under {@link io.standpipe.cli.Supervisor}.
 */
@NullMarked
package io.standpipe.cli;

import org.jspecify.annotations.NullMarked;

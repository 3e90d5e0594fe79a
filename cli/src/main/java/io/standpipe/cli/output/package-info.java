/**
 * What the command itself prints, the exit codes, and the failures that lead to them.
 *
 * <p>Start with {@link io.standpipe.cli.output.StandardOutput} and {@link
 * io.standpipe.cli.output.ExitException}.
 */
@NullMarked
package io.standpipe.cli.output;

import org.jspecify.annotations.NullMarked;

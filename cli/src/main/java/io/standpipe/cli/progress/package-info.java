/**
 * Lines at the bottom of the terminal that tell how a command gets on.
 *
 * <p>Start with {@link io.standpipe.cli.progress.ProgressDisplay}.
 */
@NullMarked
package io.standpipe.cli.progress;

import org.jspecify.annotations.NullMarked;

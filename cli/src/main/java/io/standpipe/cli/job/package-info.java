/**
 * Runs programs to their end under a time limit, a deadlock watch, and the signals that end this
 * process.
 *
 * <p>Start with {@link io.standpipe.cli.job.JobRunner}.
 */
@NullMarked
package io.standpipe.cli.job;

import org.jspecify.annotations.NullMarked;

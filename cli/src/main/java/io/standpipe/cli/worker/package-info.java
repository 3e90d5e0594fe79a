/** The command {@code worker}. Start with {@link io.standpipe.cli.worker.WorkerCommand}. */
@NullMarked
package io.standpipe.cli.worker;

import org.jspecify.annotations.NullMarked;

/**
 * The command {@code link}: two programs, each reading what the other writes.
 *
 * <p>Start with {@link io.standpipe.cli.link.LinkCommand}. Where a transcript or a log was asked
 * for, {@link io.standpipe.cli.link.ListenerTap} passes what the programs write to {@linkplain
 * io.standpipe.cli.link.LinkListener listeners}; otherwise the bytes never enter this process.
 */
@NullMarked
package io.standpipe.cli.link;

import org.jspecify.annotations.NullMarked;

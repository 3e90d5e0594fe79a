/**
 * What the kernel tells about processes: the only code that reads /proc. There is one reader for
 * each file of it ({@link io.standpipe.internal.proc.StatusFile}, {@link
 * io.standpipe.internal.proc.FdInfo} and so on); {@link io.standpipe.internal.proc.SnapshotReader}
 * assembles a snapshot from what they read.
 */
@NullMarked
package io.standpipe.internal.proc;

import org.jspecify.annotations.NullMarked;

/**
 * What is wrong among the processes of a snapshot: which process waits for which, which waits are
 * deadlocks, and which other faults explain a standstill. {@link
 * io.standpipe.internal.verdict.Examination} looks once; {@link
 * io.standpipe.internal.verdict.DeadlockWatch} keeps looking.
 */
@NullMarked
package io.standpipe.internal.verdict;

import org.jspecify.annotations.NullMarked;

/**
 * What /proc tells of processes and of the pipes between them. It prints nothing and changes
 * nothing.
 *
 * <p>{@link io.standpipe.doctor.PipeHolder} says who holds the ends of a pipe, {@link
 * io.standpipe.doctor.BlockedCall} what a thread sleeps in, {@link io.standpipe.doctor.ProcessInfo}
 * who is whose child. What cannot be seen (another user's process, one that has just gone) is left
 * out.
 */
@NullMarked
package io.standpipe.doctor;

import org.jspecify.annotations.NullMarked;

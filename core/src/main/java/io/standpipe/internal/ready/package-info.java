/**
 * Waiting: the one place where a thread, virtual or not, waits for a descriptor or an exit.
 *
 * <p>{@link io.standpipe.internal.ready.Poller} is the loop, one daemon thread around one epoll. A
 * {@link io.standpipe.internal.ready.ReadinessWait} is a descriptor that threads wait for, an
 * {@link io.standpipe.internal.ready.ExitWatch} a process. Whoever waits parks, so a virtual thread
 * leaves its carrier. Before that it may try again for a moment: {@link
 * io.standpipe.internal.ready.SpinPolicy}, and {@link io.standpipe.internal.ready.CarrierPressure}
 * sees to it that others are not kept waiting. Besides the loop only a platform thread that waits
 * for an exit sleeps in the kernel, with a {@link io.standpipe.internal.ready.WakeableSleep}.
 */
@NullMarked
package io.standpipe.internal.ready;

import org.jspecify.annotations.NullMarked;

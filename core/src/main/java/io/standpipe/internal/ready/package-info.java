/**
 * Waiting: the one place where a thread, virtual or not, waits for a descriptor or an exit.
 *
 * <p>{@link io.standpipe.internal.ready.Poller} registers descriptors with the readiness loop,
 * {@link io.standpipe.internal.ready.PollLoop}: one daemon thread around one epoll. A thread waits
 * for a descriptor with {@link io.standpipe.internal.ready.ReadinessWait} and for a process with
 * {@link io.standpipe.internal.ready.ExitWatch}. It parks, so a virtual thread leaves its carrier.
 * Before it parks it may try again for a moment, as {@link io.standpipe.internal.ready.SpinPolicy}
 * decides; {@link io.standpipe.internal.ready.CarrierPressure} makes sure that this keeps no other
 * thread waiting. Besides the loop, only a platform thread that waits for an exit sleeps in the
 * kernel, with a {@link io.standpipe.internal.ready.WakeableSleep}.
 */
@NullMarked
package io.standpipe.internal.ready;

import org.jspecify.annotations.NullMarked;

/**
 * Why programs have stopped talking: who holds which end, who waits for whom, what is wrong. It
 * prints nothing and changes nothing; it needs no root and traces nobody.
 *
 * <p>Start with {@link io.standpipe.doctor.Diagnosis#now}: its {@link io.standpipe.doctor.Finding}s
 * say in words what is wrong, what was seen, and what to do. Beneath lies the {@link
 * io.standpipe.doctor.Snapshot}: processes, their threads and what each waits for, and the channels
 * (pipes, fifos, terminals, pairs of sockets) that connect them.
 *
 * <p>Nothing is called proved that is not: what that means, and what it leaves out of account, says
 * {@link io.standpipe.doctor.Deadlock}. What cannot be seen (another user's process, one that has
 * just gone) is listed in {@link io.standpipe.doctor.Snapshot#limits}, and counts as if it might
 * act.
 *
 * <p>To be told when it happens, there is {@link io.standpipe.Job#onDeadlock}, and {@link
 * io.standpipe.doctor.DeadlockWatch} beneath it. Code of this very process that takes part is shown
 * to the doctor as an {@link io.standpipe.doctor.InProcessActor}; children and jobs do that by
 * themselves.
 *
 * <p>For a single question there are {@link io.standpipe.doctor.PipeHolder}: who holds the ends of
 * this pipe; {@link io.standpipe.doctor.BlockedCall}: what does this process sleep in; {@link
 * io.standpipe.doctor.ProcessInfo}: who is whose child.
 */
@NullMarked
package io.standpipe.doctor;

import org.jspecify.annotations.NullMarked;

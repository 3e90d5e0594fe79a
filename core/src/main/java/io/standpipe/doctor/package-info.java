/**
 * Why programs have stopped talking: which process holds which end of a pipe, which waits for
 * which, and what is wrong.
 *
 * <p>Everything here is read only. {@link io.standpipe.Doctor} looks at the machine and returns a
 * {@link io.standpipe.doctor.Diagnosis}: its {@link io.standpipe.doctor.Finding}s say in words what
 * is wrong, what was seen, and what to do. They rest on a {@link io.standpipe.doctor.Snapshot} of
 * the processes, what their threads wait for, and the channels (pipes, fifos, terminals, pairs of
 * sockets) that connect them.
 *
 * <p>Nothing is called proved that is not. {@link io.standpipe.doctor.Deadlock} says what a proof
 * means and what it leaves out of account. {@link io.standpipe.doctor.Snapshot#limits} lists what
 * could not be seen, such as another user's process. The doctor takes such a process for one that
 * may act at any time.
 *
 * <p>The types are interfaces: the doctor makes the objects, which are immutable, and a test of
 * your own may implement them to fake a finding. Later versions may add methods.
 */
@NullMarked
package io.standpipe.doctor;

import org.jspecify.annotations.NullMarked;

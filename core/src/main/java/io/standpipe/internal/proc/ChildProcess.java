package io.standpipe.internal.proc;

/**
 * A child as its parent may ask for it in wait4(2) or waitid(2).
 *
 * @param pid its pid
 * @param ownPid its pid in its own pid namespace, which differs in a container
 * @param group its process group
 */
record ChildProcess(long pid, long ownPid, long group) {}

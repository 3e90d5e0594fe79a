/**
 * What tests of all modules share: waiting for an event with a limit, looking for leaks, a kernel
 * that misbehaves on demand.
 */
@NullMarked
package io.standpipe.testing;

import org.jspecify.annotations.NullMarked;

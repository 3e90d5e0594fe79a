/**
 * Races under jcstress, which runs a few lines on two or three threads thousands of times a second,
 * in all the ways in which the JVM may compile them. Each test lists its acceptable results; any
 * other result fails. {@code ./stress/run} runs the tests.
 */
@NullMarked
package io.standpipe.stress;

import org.jspecify.annotations.NullMarked;

/**
 * Races under jcstress: thousands of tries a second of a few lines on two or three threads, in all
 * the ways in which the JVM may compile them. What a try may end in is listed with each test; any
 * other end fails. {@code ./stress/run} runs them.
 */
@NullMarked
package io.standpipe.stress;

import org.jspecify.annotations.NullMarked;

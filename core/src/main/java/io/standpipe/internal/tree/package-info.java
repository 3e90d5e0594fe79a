/**
 * A child and everything that it started: finding descendants, keeping them together, signalling
 * and stopping them, and stopping them when this JVM ends. Start at {@link
 * io.standpipe.internal.tree.ChildProcess}.
 */
@NullMarked
package io.standpipe.internal.tree;

import org.jspecify.annotations.NullMarked;

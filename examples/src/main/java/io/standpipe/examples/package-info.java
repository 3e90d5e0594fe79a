/**
 * The five classic programs about pipes, each a main class: {@link io.standpipe.examples.Pipe1},
 * {@link io.standpipe.examples.Pipe2}, {@link io.standpipe.examples.Spawn}, {@link
 * io.standpipe.examples.Deadlock} and {@link io.standpipe.examples.NamedPipe}.
 *
 * <p>Run them with {@code ./examples/run pipe1} and so on. Without options they do what the
 * classics do, and some of them never end. {@code --scale 0.01} shortens the sleeps, and {@code
 * --rounds 20} ends the program after 20 rounds.
 */
@NullMarked
package io.standpipe.examples;

import org.jspecify.annotations.NullMarked;

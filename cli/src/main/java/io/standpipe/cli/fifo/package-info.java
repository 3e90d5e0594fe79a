/** The commands {@code fifo create, rm, ls, read, write, serve, call}: named pipes. */
@NullMarked
package io.standpipe.cli.fifo;

import org.jspecify.annotations.NullMarked;

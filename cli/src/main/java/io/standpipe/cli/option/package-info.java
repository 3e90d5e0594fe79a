/** Options and arguments that several commands share, and the values that they convert to. */
@NullMarked
package io.standpipe.cli.option;

import org.jspecify.annotations.NullMarked;

/** The command {@code run}: a pipeline of programs. */
@NullMarked
package io.standpipe.cli.run;

import org.jspecify.annotations.NullMarked;

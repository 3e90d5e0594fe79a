/** Races inside the package of this name, which only code in it can provoke. */
@NullMarked
package io.standpipe.internal.ready;

import org.jspecify.annotations.NullMarked;

/** Races of the package of the same name, which show only from inside it. */
@NullMarked
package io.standpipe.internal.ready;

import org.jspecify.annotations.NullMarked;

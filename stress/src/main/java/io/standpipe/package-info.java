/** Races of the package of the same name, which show only from inside it. */
@NullMarked
package io.standpipe;

import org.jspecify.annotations.NullMarked;

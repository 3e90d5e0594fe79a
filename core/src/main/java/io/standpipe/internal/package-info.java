/** Marks for tools that check the code which uses the library. */
@NullMarked
package io.standpipe.internal;

import org.jspecify.annotations.NullMarked;

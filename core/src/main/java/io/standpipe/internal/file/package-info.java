/** Files that are written for the user. */
@NullMarked
package io.standpipe.internal.file;

import org.jspecify.annotations.NullMarked;

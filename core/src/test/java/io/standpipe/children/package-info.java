/** Small programs that tests start as children, to see what a child sees. */
@NullMarked
package io.standpipe.children;

import org.jspecify.annotations.NullMarked;

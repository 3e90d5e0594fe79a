/** What the build runs to make the command start fast; not in the command's jar. */
@NullMarked
package io.standpipe.cli.build;

import org.jspecify.annotations.NullMarked;

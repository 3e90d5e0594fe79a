/** What the build runs to make the command start fast. The command's jar does not contain it. */
@NullMarked
package io.standpipe.cli.build;

import org.jspecify.annotations.NullMarked;

/**
 * The contenders that run in a JVM, each as a user of that library would write it.
 *
 * <p>{@link io.standpipe.bench.contender.Serve} is the program. Each class is one work, and each
 * method in it one contender, named after the library. The class's documentation states the rules
 * of the work, which hold for all languages.
 */
@NullMarked
package io.standpipe.bench.contender;

import org.jspecify.annotations.NullMarked;

/**
 * The contenders that run in a JVM, each as a user of that library would write it.
 *
 * <p>{@link io.standpipe.bench.contender.Serve} is the program. A class is one work; a method in it
 * is one contender, named after the library. The rules of each work, which hold for all languages,
 * stand in the class's doc.
 */
@NullMarked
package io.standpipe.bench.contender;

import org.jspecify.annotations.NullMarked;

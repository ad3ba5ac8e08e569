/**
 * Names an image after the commit that it is built from.
 *
 * <p>{@link dev.stet.cli.git.CommitTag} is the rule: a total function from branch and commit to a
 * tag. {@code CheckoutReader} finds out both, with help of {@code CiVariables} where CI has checked
 * out a bare commit.
 */
@NullMarked
package dev.stet.cli.git;

import org.jspecify.annotations.NullMarked;

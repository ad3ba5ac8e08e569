/** The rules that the code of every room keeps. */
@NullMarked
package dev.stet.acceptance.house;

import org.jspecify.annotations.NullMarked;

/** What is pushed and pulled: small images and large blobs, each different from all others. */
@NullMarked
package dev.stet.bench.content;

import org.jspecify.annotations.NullMarked;

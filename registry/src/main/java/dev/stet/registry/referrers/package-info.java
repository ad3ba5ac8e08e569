/**
 * Referrers: the manifests of a repository that are about another one, such as signatures and
 * software bills of materials, each as a descriptor that says what it is.
 *
 * <p>A manifest is a referrer by its own {@code subject}. Clients that knew no registry with this
 * list kept one of their own, an index under a tag named after the subject; what such an index
 * lists is a referrer too.
 */
@NullMarked
package dev.stet.registry.referrers;

import org.jspecify.annotations.NullMarked;

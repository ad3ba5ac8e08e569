/**
 * What goes over the wire of Stet's own API, under {@code /api/v1/}: one record for each answer,
 * and one named {@code New…} or {@code …Change} for each body that is sent.
 *
 * <p>The components of the records are the fields of the JSON, in their order; a component that is
 * null is left out. Times are UTC in RFC 3339. The server writes them and the {@code stet} command
 * reads them, so a field is only ever added: {@link dev.stet.api.Api#VERSION} says which contract
 * an answer keeps.
 */
@NullMarked
package dev.stet.api;

import org.jspecify.annotations.NullMarked;

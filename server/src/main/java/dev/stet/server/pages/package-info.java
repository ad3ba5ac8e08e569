/** What a person with a browser sees, and the description of the API. */
@NullMarked
package dev.stet.server.pages;

import org.jspecify.annotations.NullMarked;

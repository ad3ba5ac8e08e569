/**
 * Who may come in. Until people can sign in, everybody on this machine may do everything, and
 * nobody from elsewhere may do anything: not over the network, and not through a web page that a
 * person on this machine has open.
 */
@NullMarked
package dev.stet.server.access;

import org.jspecify.annotations.NullMarked;

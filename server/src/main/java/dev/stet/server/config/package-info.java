/**
 * What an operator decides: one YAML file, environment variables over it, flags over those. All
 * problems are told at once, each with what was got and what is wanted.
 */
@NullMarked
package dev.stet.server.config;

import org.jspecify.annotations.NullMarked;

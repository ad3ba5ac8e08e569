package dev.stet.api;

/**
 * What is sent to {@code POST /api/v1/checks}.
 *
 * @param full whether to read every byte that is kept, not only to look whether it is there
 * @param repair whether to put right what can be
 */
public record NewCheck(boolean full, boolean repair) {}

package io.wringer.extension.grammar;

/**
 * A value in its canonical unit.
 *
 * @param value the value: nanoseconds, a share of 1, events per second, bytes or a number
 * @param unit what the value counts
 * @param text how it was written
 */
public record Quantity(double value, Unit unit, String text) {}

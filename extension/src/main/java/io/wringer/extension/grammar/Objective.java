package io.wringer.extension.grammar;

import org.jspecify.annotations.Nullable;

/**
 * One measurable promise; immutable.
 *
 * @param text how it was written, without surrounding blanks
 * @param metric what is measured
 * @param operator how it is compared
 * @param limit what it is compared with
 * @param operation the only operation that is meant, or {@code null} for all
 */
public record Objective(
        String text,
        Metric metric,
        Operator operator,
        Quantity limit,
        @Nullable String operation) {}

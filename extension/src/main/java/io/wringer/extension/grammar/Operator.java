package io.wringer.extension.grammar;

/** How a measured value is compared with its limit. */
public enum Operator {
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    EQUAL("==");

    private final String sign;

    Operator(String sign) {
        this.sign = sign;
    }

    /** Returns the sign as it is written in an objective. */
    public String sign() {
        return sign;
    }

    /** Tells whether {@code measured OPERATOR limit} holds; never for a NaN. */
    public boolean holds(double measured, double limit) {
        return switch (this) {
            case LESS -> measured < limit;
            case LESS_OR_EQUAL -> measured <= limit;
            case GREATER -> measured > limit;
            case GREATER_OR_EQUAL -> measured >= limit;
            case EQUAL -> measured == limit;
        };
    }

    /** Tells whether small values are the good ones. */
    public boolean isUpperBound() {
        return this == LESS || this == LESS_OR_EQUAL;
    }

    /** Tells whether great values are the good ones. */
    public boolean isLowerBound() {
        return this == GREATER || this == GREATER_OR_EQUAL;
    }
}

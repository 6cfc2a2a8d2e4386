package io.wringer.extension.verdict;

/** How much a finding weighs in the verdict. */
public enum Severity {
    /** A property or objective did not hold: the test fails. */
    FAILURE,
    /** It could not be decided whether it holds: the test is aborted, or fails with {@code wringer.inconclusive=fail}. */
    INCONCLUSIVE,
    /** Said and reported, without an effect on the verdict: a check that was skipped with its reason, a hint. */
    NOTE
}

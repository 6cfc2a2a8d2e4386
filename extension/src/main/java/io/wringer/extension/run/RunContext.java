package io.wringer.extension.run;

/**
 * What a runner needs to know of its test besides its spec; immutable.
 *
 * @param uniqueId JUnit's unique id of the test or invocation
 * @param displayName what a reader calls it, for example {@code OrdersTest.checkout[2]}
 * @param seed source of every random choice of this run
 * @param parallel whether JUnit may run other tests at the same time
 */
public record RunContext(String uniqueId, String displayName, long seed, boolean parallel) {}

/**
 * AssertJ assertions for what Wringer measured; needs AssertJ on the class path of the test.
 *
 * <pre>{@code
 * plan.finalCheck(result -> assertThat(result).p99().isLessThan("10ms"));
 * }</pre>
 */
@NullMarked
package io.wringer.extension.assertj;

import org.jspecify.annotations.NullMarked;

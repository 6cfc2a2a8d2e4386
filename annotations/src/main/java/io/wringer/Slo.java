package io.wringer;

import io.wringer.spi.ConfigurationKey;
import io.wringer.spi.WringerBridge;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * States the objectives that a {@link io.wringer.stress.StressTest @StressTest} must meet.
 *
 * <p>Each objective reads {@code METRIC OPERATOR VALUE [for OPERATION]}, for example {@code "p99 < 10ms"},
 * {@code "success >= 99.5%"}, {@code "throughput >= 1000/s"} or {@code "p95 < 5ms for get"}. An objective over no sample
 * fails. A statistical objective whose limit lies inside its own confidence interval is inconclusive: the test is aborted
 * with the interval as its reason unless {@code wringer.inconclusive=fail}. So an objective needs enough operations: to
 * promise a {@code p99} takes at least 368 of them, a {@code p99.9} or {@code "success >= 99.9%"} at least 3,688, each
 * without an exception; with exceptions more, and the reason says about how many.
 *
 * <p>Without a {@code @Slo}, any failed operation fails the test. {@code @Slo} on an element without {@code @StressTest},
 * and a malformed objective, are configuration errors before the body runs once.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.METHOD, ElementType.TYPE})
@Repeatable(Slos.class)
@ConfigurationKey("wringer.slo")
@ExtendWith(WringerBridge.class)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface Slo {

    /**
     * Returns the objectives; all of them must hold.
     *
     * @return objectives in the form {@code METRIC OPERATOR VALUE [for OPERATION]}; at least one
     */
    String[] value();
}

package io.wringer.leak;

import io.wringer.spi.ConfigurationKey;
import io.wringer.spi.WringerBridge;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Repeats a test and fails it if anything accumulates from iteration to iteration.
 *
 * <p>Goes beside {@code @Test}, {@code @ParameterizedTest}, {@code @RepeatedTest} or
 * {@link io.wringer.stress.StressTest @StressTest}, on a class, or on a user's own annotation. The first execution is
 * JUnit's own; the repeats call the body on the same test instance. Takes JUnit's global resource lock, so that no other
 * test runs beside the comparison.
 *
 * <p>Each attribute is overridden for one run by the configuration parameter or system property
 * {@code wringer.leak.<attribute>}. A malformed value is a configuration error before the body runs once.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.METHOD, ElementType.TYPE})
@ConfigurationKey("wringer.leak")
@ExtendWith(WringerBridge.class)
@ResourceLock(value = Resources.GLOBAL, mode = ResourceAccessMode.READ_WRITE)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface LeakFree {

    /**
     * Returns how often the body is repeated in all. Only if something grew is it repeated more, up to ten times as often, to
     * see whether that goes on.
     *
     * @return a positive number, or 0 to let Wringer choose from the {@link #budget()}; the default is 0
     */
    int iterations() default 0;

    /**
     * Returns how many iterations run before the first measurement.
     *
     * @return 0 or more, or -1 to let Wringer choose; the default is -1
     */
    int warmup() default -1;

    /**
     * Returns the time that the repeats may take.
     *
     * @return a duration such as {@code "2s"} or {@code "500ms"}; the default is {@code "2s"}
     */
    String budget() default "2s";

    /**
     * Returns the tolerated growth of the heap per iteration.
     *
     * @return a size such as {@code "0B"} or {@code "64KB"}; the default is {@code "0B"}
     */
    String growth() default "0B";

    /**
     * Returns the kinds of resources to watch.
     *
     * @return kinds; the default is none, which means all
     */
    Resource[] watch() default {};

    /**
     * Returns the kinds of resources not to watch.
     *
     * @return kinds taken away from {@link #watch()}; the default is none
     */
    Resource[] except() default {};

    /**
     * Returns what is allowed to grow.
     *
     * @return patterns of class names ({@code "com.acme.cache.*"}) or of fields ({@code "com.acme.Registry.entries"});
     *     the default is none
     */
    String[] ignore() default {};

    /**
     * Returns what one iteration consists of.
     *
     * @return the default is {@link Lifecycle#BODY}
     */
    Lifecycle lifecycle() default Lifecycle.BODY;
}

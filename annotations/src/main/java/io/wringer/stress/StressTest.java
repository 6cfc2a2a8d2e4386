package io.wringer.stress;

import io.wringer.spi.ConfigurationKey;
import io.wringer.spi.WringerBridge;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Runs the body of a test under load and holds it to its {@link io.wringer.Slo objectives}.
 *
 * <p>Is itself a test: {@code @Test} beside it would run the method twice and is a configuration error. Beside another
 * test template, such as {@code @ParameterizedTest}, each invocation of that template is stressed. Nothing runs beside a
 * load test: the annotation takes JUnit's global resource lock.
 *
 * <p>Without a {@link StressPlan} parameter the body is the only operation. {@code @BeforeEach} and {@code @AfterEach}
 * run once around the whole load. Each attribute is overridden for one run by the configuration parameter or system
 * property {@code wringer.stress.<attribute>}. Attributes that exclude each other are a configuration error in one
 * annotation; an override wins over the attributes of the annotation that it excludes, and a note of the test says so.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.METHOD})
@TestTemplate
@ConfigurationKey("wringer.stress")
@ExtendWith(WringerBridge.class)
@ResourceLock(value = Resources.GLOBAL, mode = ResourceAccessMode.READ_WRITE)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface StressTest {

    /**
     * Returns the number of concurrent callers.
     *
     * @return a positive number, or 0 for two per core; the default is 0
     */
    int threads() default 0;

    /**
     * Returns how long the load lasts. Beside {@link #iterations()} or {@link #stages()} it is a configuration error; as
     * an override for one run it replaces iterations, and stretches stages.
     *
     * @return a duration such as {@code "5s"}; the default is {@code "5s"}
     */
    String duration() default "5s";

    /**
     * Returns how often the body is entered, by all threads together.
     *
     * @return an exact number, or 0 to run for the {@link #duration()}; the default is 0
     */
    long iterations() default 0;

    /**
     * Returns the planned rate of starts, which makes the load an open model: latency counts from the intended start.
     *
     * @return a rate such as {@code "1000/s"}, or the empty string for a closed model; the default is empty
     */
    String rate() default "";

    /**
     * Returns the time over which the threads are started one after another.
     *
     * @return a duration, or the empty string to start all at once; the default is empty
     */
    String rampUp() default "";

    /**
     * Returns the time of load before the measurement begins; failures in it still count.
     *
     * @return a duration, or the empty string for none; the default is empty
     */
    String warmup() default "";

    /**
     * Returns stages of the load, instead of {@link #duration()} and {@link #rate()}.
     *
     * @return stages such as {@code "10s: 0 -> 500/s"} or {@code "30s: 8"} (threads); the default is none
     */
    String[] stages() default {};

    /**
     * Returns the pause of each thread between two operations.
     *
     * @return a duration, or the empty string for none; the default is empty
     */
    String thinkTime() default "";

    /**
     * Returns whether operations run on virtual threads, which need JDK 21.
     *
     * @return the default is {@code false}
     */
    boolean virtualThreads() default false;

    /**
     * Returns how long operations that still run at the end of the load are waited for before they are interrupted.
     *
     * @return a duration; the default is {@code "5s"}
     */
    String grace() default "5s";

    /**
     * Returns whether the load stops as soon as an objective can no longer be met, whatever the operations to come do; it
     * is then judged by what was measured so far. Looked at once a second, not during the warm-up.
     *
     * <p>Not given, {@code success} and {@code errors} stop the load, because little can be learnt from a system that is
     * down. {@code true} lets {@code max}, {@code min}, {@code late starts} and, where the number of operations is planned
     * by {@link #iterations()}, {@link #rate()} or stages of rates, upper bounds of quantiles stop it, too. {@code false}
     * lets none. Where only the {@link #duration()} is planned, {@code success} and {@code errors} take the operations to
     * come to be at most twice as many per second as in the best second so far.
     *
     * @return {@code true}, {@code false}, or nothing; the default is nothing
     */
    boolean[] abortOnBreach() default {};

    /**
     * Returns whether to search the highest rate that still meets the objectives, instead of running one load.
     *
     * @return the default is {@code false}
     */
    boolean findMaxRate() default false;
}

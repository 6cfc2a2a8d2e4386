package io.wringer.chaos;

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
 * Injects a fault into the code under test while the test runs.
 *
 * <p>Goes beside {@code @Test}, {@code @ParameterizedTest}, {@code @RepeatedTest} or
 * {@link io.wringer.stress.StressTest @StressTest}, on a class, or on a user's own annotation; repeatable. A fault that
 * never fired, and a place that matches nothing, fail the test. The fault never reaches another test, also in parallel.
 *
 * <p>Each attribute is overridden for one run by the configuration parameter or system property
 * {@code wringer.chaos.<attribute>}.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.METHOD, ElementType.TYPE})
@Repeatable(ChaosFaults.class)
@ConfigurationKey("wringer.chaos")
@ExtendWith(WringerBridge.class)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface ChaosFault {

    /**
     * Returns what happens.
     *
     * @return the kind of fault
     */
    Fault fault();

    /**
     * Returns the exception of {@link Fault#EXCEPTION}; it must be unchecked or declared by the method.
     *
     * @return a type with a constructor that takes a message or nothing; the default is {@link RuntimeException}
     */
    Class<? extends Throwable> exception() default RuntimeException.class;

    /**
     * Returns the message of the exception.
     *
     * @return the default is a text that names Wringer and the place
     */
    String message() default "";

    /**
     * Returns the delay of {@link Fault#LATENCY}.
     *
     * @return a duration such as {@code "250ms"}; the default is empty
     */
    String delay() default "";

    /**
     * Returns what is added to the delay at most, drawn evenly from the seed.
     *
     * @return a duration; the default is empty, which means none
     */
    String jitter() default "";

    /**
     * Returns the value of {@link Fault#RETURN}, as text in the notation of the return type.
     *
     * @return for example {@code "42"}, {@code "true"}, {@code "null"} or {@code "empty"}; the default is empty text
     */
    String value() default "";

    /**
     * Returns the type that declares the method.
     *
     * @return a class or an interface, whose implementations are then meant; the default {@code void.class} means none
     */
    Class<?> type() default void.class;

    /**
     * Returns the name of the method, optionally with its parameter types.
     *
     * @return for example {@code "insert"} or {@code "insert(Order, long)"}; the default is empty
     */
    String method() default "";

    /**
     * Returns the place as pointcut text, instead of {@link #type()} and {@link #method()}.
     *
     * @return for example {@code "com.acme.store.*Store.insert(..)"}; the default is empty
     */
    String at() default "";

    /**
     * Returns when the fault strikes in relation to the work of the method.
     *
     * @return the default is {@link Phase#BEFORE}
     */
    Phase phase() default Phase.BEFORE;

    /**
     * Returns the only call that is struck, counted from 1.
     *
     * @return a positive number, or 0 for no such limit; the default is 0
     */
    int nth() default 0;

    /**
     * Returns how many of the first calls are struck.
     *
     * @return a positive number, or 0 for no such limit; the default is 0
     */
    int first() default 0;

    /**
     * Returns the distance of struck calls: with 3, the 3rd, 6th, 9th.
     *
     * @return a positive number, or 0 for no such limit; the default is 0
     */
    int every() default 0;

    /**
     * Returns the probability with which a call is struck, drawn from the seed.
     *
     * @return a number above 0 and at most 1; the default is 1
     */
    double probability() default 1;

    /**
     * Returns how many times the fault fires at most.
     *
     * @return a positive number, or 0 for no limit; the default is 0
     */
    int times() default 0;

    /**
     * Returns which threads can be struck.
     *
     * @return the default is {@link FaultScope#ATTRIBUTED}
     */
    FaultScope threads() default FaultScope.ATTRIBUTED;

    /**
     * Returns how often the fault must have fired for the test to count.
     *
     * @return 0 or more; the default is 1
     */
    int minFired() default 1;
}

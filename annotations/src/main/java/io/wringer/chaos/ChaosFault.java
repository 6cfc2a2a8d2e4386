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
 * {@code wringer.chaos.<attribute>}; {@link #value()} by {@code wringer.chaos}.
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
     * Returns the delay of {@link Fault#LATENCY}, the jump of {@link Fault#CLOCK_SKEW}, the delay of a slow
     * {@link Fault#DNS}, or the longest time that one call is held by {@link Fault#STALL}.
     *
     * @return a duration such as {@code "250ms"}; the default is empty, which for a stall means {@code "30s"}
     */
    String delay() default "";

    /**
     * Returns what is added to the delay at most, drawn evenly from the seed.
     *
     * @return a duration; the default is empty, which means none
     */
    String jitter() default "";

    /**
     * Returns the value that a fault needs, as text.
     *
     * <ul>
     *   <li>{@link Fault#RETURN}: in the notation of the return type: {@code "42"}, {@code "true"}, {@code "null"},
     *       {@code "empty"}, the name of an enum constant
     *   <li>{@link Fault#PARTITION}: {@code "both"} (the default), {@code "to"} or {@code "from"} the endpoint
     *   <li>{@link Fault#TRUNCATE}: the size after which an answer ends, for example {@code "1KB"}; else half of it
     *   <li>{@link Fault#DNS}: {@code "unknown"} (the default), {@code "slow"}, or the wrong address to answer
     *   <li>{@link Fault#CLOCK_SKEW}: a jump {@code "+1h"} or {@code "-5m"}, or a drift {@code "2x"} or {@code "0.5x"}
     *   <li>{@link Fault#EXHAUST}: {@code "heap"}, {@code "threads"}, {@code "descriptors"} or {@code "pool"}
     * </ul>
     *
     * @return the default is empty text
     */
    String value() default "";

    /**
     * Returns the bandwidth of {@link Fault#SLOW}, per direction and connection.
     *
     * @return bytes per second; the default 0 means not given
     */
    long bytesPerSecond() default 0;

    /**
     * Returns the user's own fault, for {@link Fault#CUSTOM}.
     *
     * @return a class with a constructor without parameters; the default is the interface itself, which means none
     */
    Class<? extends CustomFault> custom() default CustomFault.class;

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
     * <p>A type pattern, a dot, a method pattern and optionally parameter types, after an optional annotation:
     * {@code *} stands for any characters but a dot, {@code ..} for any packages or any parameters. A type stands for
     * its subtypes, too. A method named {@code new} is a constructor.
     *
     * @return for example {@code "com.acme.store.*Store.insert(..)"}, {@code "com.acme..*.find*(String, ..)"} or
     *     {@code "@com.acme.Remote com.acme..*.*"}; the default is empty
     */
    String at() default "";

    /**
     * Returns a ready-made place, instead of {@link #type()} and {@link #method()}.
     *
     * @return the default is {@link FaultPoint#NONE}
     */
    FaultPoint on() default FaultPoint.NONE;

    /**
     * Returns the network peer whose connections get the fault.
     *
     * <p>Connections that the threads of the test open to it are led through a proxy inside this JVM; the client and
     * its configuration stay as they are.
     *
     * @return {@code "localhost:5432"}, a host without a port for all of its ports, or the name of a
     *     {@link Link @Link} parameter of the test; the default is empty
     */
    String endpoint() default "";

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
     * Returns when the fault begins, counted from the start of the test body or of the load.
     *
     * @return a duration; the default is empty, which means at once
     */
    String from() default "";

    /**
     * Returns how long the fault lasts; then it heals. Calls before and after are neither struck nor counted.
     *
     * @return a duration; the default is empty, which means until the end of the test
     */
    String lasting() default "";

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

package io.wringer.extension.leak.pairs;

import io.wringer.leak.Resource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What must be said about the broken body of a {@link Pair}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Expect {

    /** Returns whose code leaks. */
    String library();

    /** Returns the kind of what leaks. */
    Resource kind();

    /** Returns parts of the failure: the class and the holder. */
    String[] says();

    /** Returns the first JDK that has what leaks. */
    int jdk() default 17;

    /** Tells whether {@code -Dpairs=ordinary} runs it; {@code -Dpairs=all} runs all. */
    boolean ordinary() default false;

    /** Returns how many iterations come before the first window: as many as a bounded cache needs to be full. */
    int warmup() default 20;
}

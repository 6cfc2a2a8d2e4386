package it;

import io.wringer.leak.LeakFree;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** An annotation of the user's own. */
@Test
@LeakFree(iterations = 24, warmup = 4)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface NeverLeaks {}

package it;

import io.wringer.leak.LeakFree;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

@Test
@LeakFree
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface NeverLeaks {}

package io.wringer.chaos;

import io.wringer.spi.WringerBridge;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Holds several {@link ChaosFault @ChaosFault} annotations; the compiler adds it where {@code @ChaosFault} is repeated.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.METHOD, ElementType.TYPE})
@ExtendWith(WringerBridge.class)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface ChaosFaults {

    /**
     * Returns the repeated annotations.
     *
     * @return the annotations in the order of the source
     */
    ChaosFault[] value();
}

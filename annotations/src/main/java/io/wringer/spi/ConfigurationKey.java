package io.wringer.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Marks an annotation as one of Wringer's and names the prefix of the keys that override its attributes.
 *
 * <p>With the prefix {@code wringer.stress}, the attribute {@code duration} is overridden by
 * {@code wringer.stress.duration}. An attribute named {@code value} is overridden by the prefix itself.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
@API(status = API.Status.INTERNAL, since = "0.1")
public @interface ConfigurationKey {

    /**
     * Returns the prefix of the override keys.
     *
     * @return for example {@code wringer.stress}
     */
    String value();
}

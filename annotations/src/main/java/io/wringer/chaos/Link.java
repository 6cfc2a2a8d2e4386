package io.wringer.chaos;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Asks for a {@link FaultyLink} parameter: a port on this machine whose connections are passed on to another place.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface Link {

    /**
     * Returns where connections are passed on to.
     *
     * @return host and port, for example {@code "localhost:5432"}
     */
    String to();

    /**
     * Returns the name by which {@link ChaosFault#endpoint()} means this link.
     *
     * @return the default is empty, which means the name of the parameter
     */
    String name() default "";
}

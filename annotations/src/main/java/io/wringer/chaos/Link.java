package io.wringer.chaos;

import io.wringer.spi.ConfigurationKey;
import io.wringer.spi.WringerBridge;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asks for a {@link FaultyLink} to a server, as a parameter of a test method.
 *
 * <p>Needs no other annotation of Wringer. Each test, and each invocation of a parameterized or repeated test, gets a
 * link of its own. The attribute {@code to} is overridden for one run by the configuration parameter or system property
 * {@code wringer.link.to}.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@ConfigurationKey("wringer.link")
@ExtendWith(WringerBridge.class)
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public @interface Link {

    /**
     * Returns the server that connections are passed on to. It need not run yet when the test begins.
     *
     * @return host and port, for example {@code "localhost:5432"} or {@code "[::1]:5432"}
     */
    String to();

    /**
     * Returns the name of the link, for messages and to be meant by a fault's endpoint.
     *
     * @return the default is empty, which means the name of the parameter
     */
    String name() default "";
}

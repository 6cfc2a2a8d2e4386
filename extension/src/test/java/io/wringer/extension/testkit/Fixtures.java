package io.wringer.extension.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs fixture classes with the Jupiter engine; immutable. */
public final class Fixtures {

    private final Map<String, String> parameters;

    private Fixtures(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Returns a runner whose results go to a directory of their own. */
    public static Fixtures into(Path results) {
        return new Fixtures(Map.of("wringer.output", results.toString()));
    }

    /** Returns a runner with one more configuration parameter. */
    public Fixtures with(String key, String value) {
        Map<String, String> more = new HashMap<>(parameters);
        more.put(key, value);
        return new Fixtures(more);
    }

    /** Runs all tests of classes. */
    public Results run(Class<?>... classes) {
        DiscoverySelector[] selectors = new DiscoverySelector[classes.length];
        for (int i = 0; i < classes.length; i++) {
            selectors[i] = selectClass(classes[i]);
        }
        return execute(selectors);
    }

    /** Runs one test method; parameter types follow the name as in {@code "test(int)"}. */
    public Results runMethod(Class<?> type, String method) {
        int parenthesis = method.indexOf('(');
        return execute(
                parenthesis < 0
                        ? selectMethod(type, method)
                        : selectMethod(
                                type,
                                method.substring(0, parenthesis),
                                method.substring(parenthesis + 1, method.length() - 1)));
    }

    /** Runs one test or invocation by its unique id. */
    public Results runUniqueId(String uniqueId) {
        return execute(selectUniqueId(uniqueId));
    }

    private Results execute(DiscoverySelector... selectors) {
        return new Results(EngineTestKit.engine("junit-jupiter")
                .selectors(selectors)
                .configurationParameters(parameters)
                .execute());
    }
}

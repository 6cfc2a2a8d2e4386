package io.wringer.extension;

import org.junit.jupiter.api.extension.ExtensionContext;

/** What tests are called in messages and commands. */
final class Names {

    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    private Names() {}

    /** Returns for example {@code OrdersTest.checkout}, {@code Outer.Inner.checkout [2] b} or {@code OrdersTest}. */
    static String displayName(ExtensionContext context) {
        String type = simpleName(context.getRequiredTestClass());
        return context.getTestMethod()
                .map(method -> type + "." + method.getName() + invocation(context, method.getName()))
                .orElse(type);
    }

    /** Returns the name as Surefire's {@code -Dtest} wants it: without package, inner classes after a dollar sign. */
    static String binaryName(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Tells whether JUnit may run other tests beside this one. */
    static boolean runsInParallel(ExtensionContext context) {
        return context.getConfigurationParameter(PARALLEL)
                .map(Boolean::parseBoolean)
                .orElse(false);
    }

    private static String invocation(ExtensionContext context, String methodName) {
        boolean ofTemplate = context.getUniqueId().contains("[test-template-invocation:");
        return ofTemplate && !context.getDisplayName().startsWith(methodName) ? " " + context.getDisplayName() : "";
    }

    private static String simpleName(Class<?> type) {
        return binaryName(type).replace('$', '.');
    }
}

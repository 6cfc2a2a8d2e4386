package io.wringer.extension.stress;

import java.util.Arrays;
import java.util.List;

/** Where a throwable was thrown, as a reader would name it. */
final class ThrowSite {

    /** Frames that throw on behalf of somebody else: the line that called them tells failures apart. */
    private static final List<String> HELPERS = List.of(
            "java.", "javax.", "jdk.", "sun.", "org.junit.", "org.opentest4j.", "org.assertj.", "org.hamcrest.");

    private static final String NONE = "no stack trace";

    private ThrowSite() {}

    static String of(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return Arrays.stream(stack)
                .filter(frame -> HELPERS.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .or(() -> Arrays.stream(stack).findFirst())
                .map(Frames::text)
                .orElse(NONE);
    }
}

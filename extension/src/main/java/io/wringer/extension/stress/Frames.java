package io.wringer.extension.stress;

import java.util.Arrays;
import java.util.List;

/** Writes stack frames as readers know them, without the harness below the code under test. */
final class Frames {

    private static final List<String> HARNESS = List.of(
            HotLoop.class.getName(),
            Worker.class.getName(),
            "java.lang.invoke.LambdaForm",
            "java.lang.invoke.Invokers");

    private Frames() {}

    /** Returns the frames above the harness, the innermost first. */
    static List<String> aboveHarness(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .takeWhile(frame -> HARNESS.stream().noneMatch(frame.getClassName()::startsWith))
                .map(frame -> "at " + text(frame))
                .toList();
    }

    /** Writes a frame without module and class loader. */
    static String text(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + "(" + source(frame) + ")";
    }

    private static String source(StackTraceElement frame) {
        if (frame.isNativeMethod()) {
            return "Native Method";
        }
        String file = frame.getFileName();
        if (file == null) {
            return "Unknown Source";
        }
        return frame.getLineNumber() < 0 ? file : file + ":" + frame.getLineNumber();
    }
}

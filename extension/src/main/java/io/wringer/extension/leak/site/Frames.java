package io.wringer.extension.leak.site;

import java.util.Set;

/** Writes stacks without the names of loaders and modules, which differ from launcher to launcher. */
public final class Frames {

    private static final Set<String> ENGINE =
            Set.of("io.wringer.extension.leak.Executions", "io.wringer.extension.ReflectiveBody");

    private static final String JUNIT = "org.junit.";

    private Frames() {}

    /** Returns the topmost frame that is not of the JDK, else the bottom one. */
    public static StackTraceElement own(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (!isOfJdk(frame)) {
                return frame;
            }
        }
        return stack[stack.length - 1];
    }

    public static boolean isOfJdk(StackTraceElement frame) {
        return isOfJdk(frame.getClassName());
    }

    /** Tells it by the name of the class, which may go on. */
    static boolean isOfJdk(String name) {
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
    }

    /** Tells whether only the repeats and JUnit come below a frame. */
    public static boolean isEngine(StackTraceElement frame) {
        return ENGINE.contains(frame.getClassName()) || frame.getClassName().startsWith(JUNIT);
    }

    /** Renders one frame: {@code com.acme.Cart.add(Cart.java:12)}. */
    public static String render(StackTraceElement frame) {
        String file = frame.getFileName();
        String line = frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
        String place = frame.isNativeMethod() ? "Native Method" : file == null ? "Unknown Source" : file + line;
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
    }
}

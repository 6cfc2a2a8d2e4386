package io.wringer.extension.leak.watch;

/** Writes stacks without the names of loaders and modules, which differ from launcher to launcher. */
public final class Stacks {

    private Stacks() {}

    /** Renders one frame: {@code com.acme.Cart.add(Cart.java:12)}. */
    public static String frame(StackTraceElement frame) {
        String file = frame.getFileName();
        String line = frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
        String place = frame.isNativeMethod() ? "Native Method" : file == null ? "Unknown Source" : file + line;
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
    }
}

package io.wringer.extension.leak.heap;

import java.util.regex.Pattern;

/** Makes names comparable from run to run, and readable. */
public final class Labels {

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern HIDDEN = Pattern.compile("(\\$\\$Lambda)(\\$\\d+)?[/+.]0x[0-9a-f]+|[/+.]0x[0-9a-f]+");

    private Labels() {}

    /** Replaces numbers by N: {@code pool-N-thread-N}. */
    public static String withoutNumbers(String name) {
        return NUMBER.matcher(name).replaceAll("N");
    }

    /** Takes the address out of the name of a hidden class. */
    public static String stable(String className) {
        return className.indexOf("0x") < 0
                ? className
                : HIDDEN.matcher(className).replaceAll("$1");
    }

    /** Renders the name that the JVM gives a class as Java source does: {@code byte[]} for {@code [B}. */
    public static String className(String name) {
        int dimensions = 0;
        while (dimensions < name.length() && name.charAt(dimensions) == '[') {
            dimensions++;
        }
        return dimensions == 0 ? name : element(name.substring(dimensions)) + "[]".repeat(dimensions);
    }

    /** Returns the part of a class name behind the package. */
    public static String simple(String name) {
        String rendered = className(name);
        return rendered.substring(rendered.lastIndexOf('.') + 1);
    }

    private static String element(String name) {
        return switch (name.charAt(0)) {
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            case 'Z' -> "boolean";
            default -> name.substring(1, name.length() - 1);
        };
    }
}

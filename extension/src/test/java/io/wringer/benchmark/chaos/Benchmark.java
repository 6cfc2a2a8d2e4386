package io.wringer.benchmark.chaos;

import java.util.List;

/**
 * Measures what faults cost: woven points, arming, the first fault of a JVM, and links. Prints a line for each limit of
 * the project, and ends with an error if one is exceeded.
 *
 * <p>Parts can be chosen by arguments: {@code points io byteman start link}.
 */
public final class Benchmark {

    private Benchmark() {}

    /** Runs the parts. */
    public static void main(String[] arguments) throws Exception {
        List<String> parts =
                arguments.length == 0 ? List.of("points", "io", "byteman", "start", "link") : List.of(arguments);
        System.out.println("JDK " + System.getProperty("java.version"));
        boolean exceeded = false;
        for (String part : parts) {
            exceeded |= !isWithinLimits(part);
        }
        if (exceeded) {
            System.exit(1);
        }
    }

    private static boolean isWithinLimits(String part) throws Exception {
        return switch (part) {
            case "points" -> Points.measure();
            case "io" -> Io.measure();
            case "byteman" -> Byteman.measure();
            case "start" -> Start.measure();
            case "link" -> io.wringer.benchmark.chaos.link.Benchmark.measure();
            default -> throw new IllegalArgumentException(part);
        };
    }
}

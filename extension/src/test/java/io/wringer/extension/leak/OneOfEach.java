package io.wringer.extension.leak;

import io.wringer.extension.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A leak and a clean body, for a JVM with other flags; prints what is said of each. */
final class OneOfEach {

    private static final Map<String, String> SMALL =
            Map.of("wringer.leak.iterations", "120", "wringer.leak.warmup", "20", "wringer.leak.watch", "HEAP");

    private final List<Object> kept = new ArrayList<>();

    private OneOfEach() {}

    public static void main(String[] none) throws Throwable {
        OneOfEach owner = new OneOfEach();
        print("leak", Bodies.repeat(SMALL, owner, () -> owner.kept.add(new Object())));
        print("clean", Bodies.repeat(SMALL, owner, () -> new ArrayList<>(List.of("a", "b"))));
        System.exit(0);
    }

    private static void print(String body, Outcome outcome) {
        System.out.println(body + ": " + outcome.findings().size());
        outcome.findings()
                .forEach(finding -> System.out.println(body + ": " + finding.severity() + " " + finding.headline()));
    }
}

package io.wringer.benchmark.leak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A heap with something in it: orders of lists, maps and strings. */
public final class LiveHeap {

    /** Static, because a walk does not see what only a stack holds. */
    private static final List<Order> LIVE = new ArrayList<>();

    private LiveHeap() {}

    record Order(String id, List<String> items, Map<String, Integer> amounts) {}

    /** Fills the heap until about so much is alive. */
    public static void fill(int megabytes) {
        while (used() < megabytes) {
            for (int i = 0; i < 1000; i++) {
                LIVE.add(order(LIVE.size()));
            }
            if (LIVE.size() % 5_000 == 0) {
                System.gc();
            }
        }
        System.gc();
    }

    /** Returns the used heap in megabytes. */
    public static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() >> 20;
    }

    private static Order order(int number) {
        List<String> items = new ArrayList<>();
        Map<String, Integer> amounts = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            items.add("item" + number + i);
            amounts.put(items.get(i), i);
        }
        return new Order("order" + number, items, amounts);
    }
}

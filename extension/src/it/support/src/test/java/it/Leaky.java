package it;

import java.util.ArrayList;
import java.util.List;

/** Code under test: remembers more with each call, which is the leak that must be found. */
public final class Leaky {

    private static final List<Entry> ENTRIES = new ArrayList<>();

    private Leaky() {}

    public static void remember() {
        for (int i = 0; i < 10; i++) {
            ENTRIES.add(new Entry(new byte[64]));
        }
    }

    record Entry(byte[] bytes) {}
}

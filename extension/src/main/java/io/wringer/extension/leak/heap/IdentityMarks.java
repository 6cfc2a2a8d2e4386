package io.wringer.extension.leak.heap;

import org.jspecify.annotations.Nullable;

/**
 * A set by identity in one array, at most half full: eight to sixteen bytes per object.
 *
 * <p>For collectors that move objects while the program runs, such as ZGC and Shenandoah.
 */
final class IdentityMarks implements Marks {

    private static final int FIRST_CAPACITY = 1 << 16;

    private @Nullable Object[] table = new Object[FIRST_CAPACITY];
    private int size;

    @Override
    public boolean add(Object object, Object holder, long offset) {
        int slot = slotOf(table, object);
        if (table[slot] == object) {
            return false;
        }
        table[slot] = object;
        if (++size * 2 > table.length) {
            grow();
        }
        return true;
    }

    @Override
    public long bytes() {
        return table.length * 8L;
    }

    private void grow() {
        @Nullable Object[] larger = new Object[table.length * 2];
        for (Object object : table) {
            if (object != null) {
                larger[slotOf(larger, object)] = object;
            }
        }
        table = larger;
    }

    private static int slotOf(@Nullable Object[] table, Object object) {
        int mask = table.length - 1;
        int slot = ((System.identityHashCode(object) * 0x9E3779B9) >>> 7) & mask;
        while (table[slot] != null && table[slot] != object) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}

package io.wringer.extension.leak.heap;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A set by identity in many small tables, each at most half full: eight to sixteen bytes per object, and no table so
 * large that a nearly full heap has no place for it.
 *
 * <p>For collectors that move objects while the program runs, such as ZGC and Shenandoah.
 */
final class IdentityMarks implements Marks {

    private static final int TABLE_BITS = 12;
    private static final int FIRST_CAPACITY = 16;
    private static final int SPREAD = 0x9E3779B9;

    private final @Nullable Object[][] tables = new @Nullable Object[1 << TABLE_BITS][FIRST_CAPACITY];
    private final int[] sizes = new int[1 << TABLE_BITS];
    private final BooleanSupplier hasRoom;
    private long slots = (long) FIRST_CAPACITY << TABLE_BITS;

    /**
     * Creates an empty set.
     *
     * @param hasRoom tells whether more may be taken from the heap
     */
    IdentityMarks(BooleanSupplier hasRoom) {
        this.hasRoom = hasRoom;
    }

    @Override
    public boolean add(Object object, Object holder, long offset) {
        int hash = System.identityHashCode(object) * SPREAD;
        int number = hash >>> (Integer.SIZE - TABLE_BITS);
        @Nullable Object[] table = tables[number];
        int slot = slotOf(table, object, hash);
        if (table[slot] == object) {
            return false;
        }
        table[slot] = object;
        if (++sizes[number] * 2 > table.length) {
            tables[number] = grown(table);
        }
        return true;
    }

    @Override
    public long bytes() {
        return slots * 8L;
    }

    private @Nullable Object[] grown(@Nullable Object[] table) {
        if (!hasRoom.getAsBoolean()) {
            throw new Frontier.Full();
        }
        @Nullable Object[] larger = new @Nullable Object[table.length * 2];
        for (Object object : table) {
            if (object != null) {
                larger[slotOf(larger, object, System.identityHashCode(object) * SPREAD)] = object;
            }
        }
        slots += table.length;
        return larger;
    }

    private static int slotOf(@Nullable Object[] table, Object object, int hash) {
        int mask = table.length - 1;
        int slot = (hash >>> 4) & mask;
        while (table[slot] != null && table[slot] != object) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}

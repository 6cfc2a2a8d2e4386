package io.wringer.extension.leak.heap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One bit per eight bytes of heap, addressed by where an object lies: two loads and no hash per object, and about one
 * fiftieth of the heap's size.
 *
 * <p>Holds while no collection moves an object; the walker counts collections and walks again if there was one. Good
 * for collectors whose references are plain addresses: Serial, Parallel, G1, Epsilon.
 */
final class AddressMarks implements Marks {

    private static final int PAGE_BITS = 16;
    private static final int WORDS_PER_PAGE = (1 << PAGE_BITS) / Long.SIZE;
    private static final int OBJECT_ALIGNMENT_BITS = 3;
    private static final long NARROW = 0xFFFF_FFFFL;

    private final boolean compressed;
    private final int granularity;
    private long[] pageKeys = new long[1 << 10];
    private long[] @Nullable [] pages = new long[1 << 10][];
    private int pageCount;
    private long lastKey = -1;
    private long[] lastPage = new long[0];

    /**
     * Creates empty marks.
     *
     * @param compressed whether references take four bytes
     * @param shifted whether such a reference is an address divided by eight
     */
    AddressMarks(boolean compressed, boolean shifted) {
        this.compressed = compressed;
        this.granularity = compressed && shifted ? 0 : OBJECT_ALIGNMENT_BITS;
    }

    @Override
    public boolean add(Object object, Object holder, long offset) {
        long address = compressed ? Memory.word(holder, offset) & NARROW : Memory.doubleWord(holder, offset);
        long slot = address >>> granularity;
        long[] page = page(slot >>> PAGE_BITS);
        int word = (int) (slot >>> 6) & (WORDS_PER_PAGE - 1);
        long bit = 1L << slot;
        boolean added = (page[word] & bit) == 0;
        page[word] |= bit;
        return added;
    }

    /** Forgets all that was seen, and keeps the memory. */
    void clear() {
        for (long[] page : pages) {
            if (page != null) {
                Arrays.fill(page, 0);
            }
        }
    }

    @Override
    public long bytes() {
        return (long) pageCount * WORDS_PER_PAGE * Long.BYTES + pages.length * 12L;
    }

    private long[] page(long key) {
        if (key != lastKey) {
            lastPage = find(key);
            lastKey = key;
        }
        return lastPage;
    }

    private long[] find(long key) {
        int slot = slotOf(key);
        long[] page = pages[slot];
        return page != null ? page : create(key);
    }

    private long[] create(long key) {
        if (pageCount * 2 >= pages.length) {
            grow();
        }
        long[] page = new long[WORDS_PER_PAGE];
        put(key, page);
        pageCount++;
        return page;
    }

    private void put(long key, long[] page) {
        int slot = slotOf(key);
        pageKeys[slot] = key;
        pages[slot] = page;
    }

    private int slotOf(long key) {
        int mask = pages.length - 1;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
        while (pages[slot] != null && pageKeys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = pageKeys;
        long[] @Nullable [] old = pages;
        pageKeys = new long[oldKeys.length * 2];
        pages = new long[old.length * 2][];
        for (int i = 0; i < old.length; i++) {
            long[] page = old[i];
            if (page != null) {
                put(oldKeys[i], page);
            }
        }
    }
}

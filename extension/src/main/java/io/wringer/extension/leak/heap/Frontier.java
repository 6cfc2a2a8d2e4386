package io.wringer.extension.leak.heap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A queue of objects and a number for each, in chunks that are used again. */
final class Frontier {

    private static final int CHUNK = 4096;

    private final Deque<Chunk> full = new ArrayDeque<>();
    private final Deque<Chunk> free = new ArrayDeque<>();
    private Chunk reading = new Chunk();
    private Chunk writing = reading;
    private int readAt;
    private int chunks = 1;
    private final BooleanSupplier hasRoom;

    /**
     * Creates an empty queue.
     *
     * @param hasRoom tells whether one more chunk may be taken from the heap
     */
    Frontier(BooleanSupplier hasRoom) {
        this.hasRoom = hasRoom;
    }

    void add(Object object, int number) {
        if (writing.size == CHUNK) {
            extend();
        }
        writing.objects[writing.size] = object;
        writing.numbers[writing.size++] = number;
    }

    /** Moves to the next entry. */
    boolean advance() {
        if (readAt == reading.size && !nextChunk()) {
            return false;
        }
        readAt++;
        return true;
    }

    @SuppressWarnings("NullAway") // advance() was true, so the place is filled
    Object object() {
        Object object = reading.objects[readAt - 1];
        reading.objects[readAt - 1] = null;
        return object;
    }

    int number() {
        return reading.numbers[readAt - 1];
    }

    long bytes() {
        return (long) chunks * CHUNK * 12;
    }

    private void extend() {
        if (writing != reading) {
            full.add(writing);
        }
        Chunk reused = free.poll();
        if (reused == null) {
            if (!hasRoom.getAsBoolean()) {
                throw new Full();
            }
            chunks++;
            reused = new Chunk();
        }
        writing = reused;
    }

    private boolean nextChunk() {
        reading.size = 0;
        readAt = 0;
        if (reading == writing) {
            return false;
        }
        free.push(reading);
        Chunk next = full.poll();
        reading = next != null ? next : writing;
        return reading.size > 0;
    }

    /** Says that the heap has no room for more. */
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full() {
            super("no room", null, false, false);
        }
    }

    private static final class Chunk {
        final @Nullable Object[] objects = new Object[CHUNK];
        final int[] numbers = new int[CHUNK];
        int size;
    }
}

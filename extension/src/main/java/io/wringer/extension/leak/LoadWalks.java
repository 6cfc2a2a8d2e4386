package io.wringer.extension.leak;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.leak.heap.Growth;
import io.wringer.extension.leak.heap.HeapWalker;
import io.wringer.extension.leak.heap.WalkRefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The walks at the quiet moments of a load: the first, the last, and some between them. Nobody knows how many moments
 * there will be; if there are too many, those that lie closest together make room.
 */
final class LoadWalks {

    /** With fewer walks, something that fills can't be told from something that grows for good. */
    private static final int LEAST = 3;

    private static final int END = HeapWalker.MOST_WALKS - 1;

    private final Instruments instruments;
    private final List<Walk> walks = new ArrayList<>();
    private @Nullable HeapWalker walker;
    private boolean refused;

    LoadWalks(Instruments instruments) {
        this.instruments = instruments;
    }

    /** One of them: the number it has for the walker, and the operations done. */
    private record Walk(int column, int operations) {}

    /** Walks once before anything is counted, so that the memory that walks keep is not taken for growth. */
    void prepare() {
        isWalked(END);
    }

    /** Walks at a quiet moment, if walks are possible. */
    void take(int operations) {
        if (walks.size() == END) {
            walks.remove(closest());
        }
        walk(freeColumn(), operations);
    }

    /** Walks after the load. */
    void end(int operations) {
        walks.removeIf(walk -> walk.operations() == operations);
        walk(END, operations);
    }

    private void walk(int column, int operations) {
        if (!refused && isWalked(column)) {
            walks.add(new Walk(column, operations));
        }
    }

    private boolean isWalked(int column) {
        try {
            HeapWalker used = instruments.walker();
            used.walk(column);
            walker = used;
            return true;
        } catch (AgentUnavailableException | WalkRefusedException e) {
            refused = true;
            instruments.note("no holder of growing objects can be named: " + e.getMessage());
            return false;
        }
    }

    /** Returns the walk between the first and the last without which the remaining gaps are smallest. */
    private int closest() {
        return IntStream.range(1, walks.size() - 1)
                .boxed()
                .min(Comparator.comparingInt(at -> operationsAt(at + 1) - operationsAt(at - 1)))
                .orElseThrow();
    }

    private int operationsAt(int walk) {
        return walks.get(walk).operations();
    }

    private int freeColumn() {
        return IntStream.range(0, END)
                .filter(column -> walks.stream().noneMatch(walk -> walk.column() == column))
                .findFirst()
                .orElseThrow();
    }

    /** Returns what went on growing from walk to walk, {@code null} if there are too few to tell. */
    @Nullable
    Walked steadily() {
        HeapWalker used = walker;
        if (refused || used == null || walks.size() < LEAST) {
            return null;
        }
        int first = walks.get(0).column();
        int operations = operationsAt(walks.size() - 1) - operationsAt(0);
        return new Walked(used.growth(first, END, new Steady()), operations, false);
    }

    /** Puts what each column says in the order of the walks. */
    private final class Steady implements Growth.Course {
        private final int[] at = walks.stream().mapToInt(Walk::operations).toArray();

        @Override
        public boolean accumulates(long[] references) {
            return GrowthRule.accumulates(inOrder(references), at);
        }

        @Override
        public boolean swells(long[] bytes) {
            return GrowthRule.swells(inOrder(bytes), at);
        }

        private long[] inOrder(long[] columns) {
            return walks.stream().mapToLong(walk -> columns[walk.column()]).toArray();
        }
    }
}

package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.wringer.extension.leak.heap.HeapCounter;
import io.wringer.extension.leak.heap.Histogram;
import java.util.List;
import java.util.Map;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What time takes away again, seen by walks of a few objects. */
class WalksTests {

    private static final int WINDOW = 50;

    private final Shop shop = new Shop();
    private final Walks walks =
            new Walks(Instruments.rehearsing(Bodies.spec(Map.of()), List.of(shop), new NoCounter()));

    static final class Shop {
        final DelayQueue<Reminder> reminders = new DelayQueue<>();
    }

    /** Due at once; nobody takes it. */
    record Reminder(int number) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    @Test
    void whatAQueueForgetsInTimeIsNoLeak() {
        List<HeapLeak> leaks = remind();
        shop.reminders.clear();

        assertThat(leaks).hasSize(1).allMatch(HeapLeak::goesByTime);
        assertThat(walks.lasting(leaks)).isEmpty();
    }

    @Test
    void whatStaysInTheQueueIsALeak() {
        List<HeapLeak> leaks = remind();
        shop.reminders.poll();

        assertThat(walks.lasting(leaks)).isEqualTo(leaks);
    }

    private List<HeapLeak> remind() {
        for (int walk = 1; walk <= 3; walk++) {
            for (int i = 0; i < WINDOW; i++) {
                shop.reminders.add(new Reminder(i));
            }
            walks.take(walk * WINDOW);
        }
        Walked walked = walks.steadily();
        assertThat(walked).isNotNull();
        return walked.growth().holders(Reminder.class.getName(), 1).stream()
                .map(holder -> new HeapLeak(holder, walked.iterations(), false, List.of()))
                .toList();
    }

    private static final class NoCounter implements HeapCounter {
        @Override
        public void collect(int times) {
            fail("walks do not collect");
        }

        @Override
        public Histogram histogram() {
            return fail("walks do not count classes");
        }

        @Override
        public int collections() {
            return 0;
        }
    }
}

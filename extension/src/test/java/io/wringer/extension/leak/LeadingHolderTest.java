package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several containers leads, and by which numbers. */
class LeadingHolderTest {

    private static final Map<String, String> SMALL =
            Map.of("wringer.leak.iterations", "60", "wringer.leak.warmup", "20");

    static final List<Logger> LOGGERS = new ArrayList<>();

    static Chunks chunks = new Chunks();

    private final ThreadLocal<List<Entry>> audit = ThreadLocal.withInitial(ArrayList::new);
    private int next;

    /** What each task notes down. */
    static final class Entry {}

    /** A queue of linked arrays, as lock-free queues are. */
    static final class Chunks {
        private static final int SIZE = 16;

        final AtomicReferenceArray<Object> first = new AtomicReferenceArray<>(SIZE + 1);
        private AtomicReferenceArray<Object> last = first;
        private int used;

        void add(Object element) {
            if (used == SIZE) {
                AtomicReferenceArray<Object> added = new AtomicReferenceArray<>(SIZE + 1);
                last.set(SIZE, added);
                last = added;
                used = 0;
            }
            last.set(used++, element);
        }
    }

    @AfterEach
    void clear() {
        LOGGERS.clear();
        chunks = new Chunks();
    }

    @Test
    void aContainerOfTheUserLeadsBeforeOneOfTheJdk() throws Throwable {
        Outcome outcome =
                Bodies.repeat(SMALL, this, () -> LOGGERS.add(Logger.getLogger("io.wringer.leading." + next++)));

        assertThat(headline(outcome))
                .startsWith("java.util.logging.Logger accumulates: static " + LeadingHolderTest.class.getName()
                        + ".LOGGERS: ArrayList -> [elements] -> java.util.logging.Logger (+1.00 per iteration, ");
    }

    @Test
    void elementsOfLinkedArraysAreCountedAndNotTheArrays() throws Throwable {
        Outcome outcome = Bodies.repeat(SMALL, this, () -> chunks.add(new Object()));

        assertThat(headline(outcome))
                .startsWith("java.lang.Object accumulates: static " + LeadingHolderTest.class.getName() + ".chunks: ")
                .contains(" -> java.lang.Object (+1.00 per iteration, ");
    }

    @Test
    void threadsThatAPoolStartedLeadNoMoreOnceTheirNumberStands() throws Throwable {
        Outcome outcome = onPoolThatStarts(() -> audit.get().add(new Entry()));

        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        assertThat(headline(outcome))
                .startsWith(Entry.class.getName() + " accumulates: thread \"pool-")
                .contains("\" -> thread-local")
                .endsWith(" -> " + Entry.class.getName() + " (+1.00 per iteration, 16 B each)");
    }

    @Test
    void threadsOfAPoolThatKeepNothingButABufferAreNoLeak() throws Throwable {
        Outcome outcome = onPoolThatStarts(() -> {
            audit.get().clear();
            audit.get().add(new Entry());
        });

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    private Outcome onPoolThatStarts(Runnable task) throws Throwable {
        ExecutorService pool = Executors.newFixedThreadPool(100);
        try {
            return Bodies.repeat(Map.of(), this, () -> pool.submit(task).get());
        } finally {
            pool.shutdownNow();
        }
    }

    /** Each topic has a list of its own, so that the first topic's list seems to be one of many that grow in number. */
    @Test
    void nodesOfATreeLeadBeforeTheListsThatEachOfThemHas() throws Throwable {
        Topic root = new Topic();
        Outcome outcome = Bodies.repeat(SMALL, new Object[] {root}, () -> root.topics.add(new Topic()));

        assertThat(headline(outcome))
                .startsWith(Topic.class.getName() + " accumulates: ")
                .contains(" -> topics: CopyOnWriteArrayList -> [elements] -> " + Topic.class.getName()
                        + " (+1.00 per iteration, ");
    }

    @Test
    void listsThatAccumulateInAListLeadThemselves() throws Throwable {
        List<List<Topic>> pages = new ArrayList<>();
        Outcome outcome = Bodies.repeat(SMALL, new Object[] {pages}, () -> pages.add(new ArrayList<>(List.of())));

        assertThat(headline(outcome)).startsWith("java.util.ArrayList accumulates: ");
    }

    static final class Topic {
        final List<Topic> topics = new CopyOnWriteArrayList<>();
    }

    private static String headline(Outcome outcome) {
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).isNotEmpty();
        return Bodies.failures(outcome).get(0).headline();
    }
}

package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

class RepetitionTest {

    static final Map<String, Session> SESSIONS = new HashMap<>();
    static final ThreadLocal<List<Session>> LOCAL = ThreadLocal.withInitial(ArrayList::new);

    /** Exact numbers, which a busy machine does not change. */
    private static final Map<String, String> SMALL =
            Map.of("wringer.leak.iterations", "60", "wringer.leak.warmup", "20");

    private static final Map<String, String> FILLING = Map.of("wringer.leak.iterations", "900");

    private final List<Object> kept = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    record Session(byte[] buffer) {}

    @AfterEach
    void clear() throws InterruptedException {
        SESSIONS.clear();
        LOCAL.remove();
        synchronized (end) {
            end.countDown();
            end.notifyAll();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void cleanBodyIsSilent() throws Throwable {
        Outcome outcome = Bodies.repeat(SMALL, this, () -> new ArrayList<>(List.of("a", "b")));
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
        assertThat(outcome.observations().summary())
                .endsWith(" iterations, would show a leak in 1 of 2 iterations and an array that swells by 1 B per"
                        + " iteration");
    }

    @Test
    void oneSmallObjectPerIterationIsFound() throws Throwable {
        Finding finding = failure(Bodies.repeat(SMALL, this, () -> kept.add(new Object())));
        assertThat(finding.headline())
                .isEqualTo("java.lang.Object accumulates: test instance " + RepetitionTest.class.getName()
                        + " -> kept: ArrayList -> [elements] -> java.lang.Object (+1.00 per iteration, 16 B each)");
        assertThat(finding.evidence())
                .contains("grew by 1,091 references and 17.0 KiB in 1,091 iterations; tolerated are 0 B per iteration")
                .anyMatch(line -> line.startsWith("if it is bounded, let it fill: raise iterations, or ignore = \""
                        + RepetitionTest.class.getName() + ".kept\""));
    }

    @Test
    void theValuesOfAMapLeadAndTheRestIsFolded() throws Throwable {
        Outcome outcome =
                Bodies.repeat(SMALL, this, () -> SESSIONS.put("user" + SESSIONS.size(), new Session(new byte[3000])));
        assertThat(failure(outcome).headline())
                .startsWith(Session.class.getName() + " accumulates: static " + RepetitionTest.class.getName()
                        + ".SESSIONS: HashMap -> [entries] -> " + Session.class.getName()
                        + " (+1.00 per iteration, 3.0");
        assertThat(failure(outcome).evidence()).anyMatch(line -> line.startsWith("byte[]: "));
    }

    @Test
    void thePlaceOfTheAllocationIsNamed() throws Throwable {
        Finding finding = failure(Bodies.repeat(SMALL, this, () -> open("user")));
        assertThat(finding.evidence())
                .anySatisfy(site -> assertThat(site.lines())
                        .satisfiesExactly(
                                line -> assertThat(line).isEqualTo("10 of them from"),
                                line -> assertThat(line).startsWith("    at " + Session.class.getName() + ".<init>("),
                                line -> assertThat(line)
                                        .startsWith("    at " + RepetitionTest.class.getName()
                                                + ".open(RepetitionTest.java:"),
                                line -> assertThat(line).contains("lambda$thePlaceOfTheAllocationIsNamed$"),
                                line -> assertThat(line).contains("CodeBody.call")));
    }

    private static void open(String user) {
        SESSIONS.put(user + SESSIONS.size(), new Session(new byte[16]));
    }

    @Test
    void aFewIterationsShowABufferEach() throws Throwable {
        Map<String, String> few = Map.of("wringer.leak.iterations", "24");
        Finding finding = failure(Bodies.repeat(few, this, () -> kept.add(new byte[1024])));
        assertThat(finding.headline())
                .isEqualTo("byte[] accumulates: test instance " + RepetitionTest.class.getName()
                        + " -> kept: ArrayList -> [elements] -> byte[] (+1.00 per iteration, 1.02 KiB each)");
    }

    @Test
    void aLeakOfOneInTwentyIsFound() throws Throwable {
        AtomicInteger calls = new AtomicInteger();
        Finding finding = failure(Bodies.repeat(FILLING, this, () -> {
            if (calls.getAndIncrement() % 20 == 0) {
                kept.add(new Session(new byte[16]));
            }
        }));
        assertThat(finding.headline()).contains(" -> [elements] -> " + Session.class.getName() + " (+0.05");
    }

    /** Of strings and arrays the JVM makes some at any time; walks tell them apart. */
    @Test
    void aLeakOfAStringInOneOfTwentyIsFound() throws Throwable {
        AtomicInteger calls = new AtomicInteger();
        Finding finding = failure(Bodies.repeat(FILLING, this, () -> {
            if (calls.getAndIncrement() % 20 == 0) {
                kept.add("call " + calls);
            }
        }));
        assertThat(finding.headline()).contains(" -> kept: ArrayList -> [elements] -> java.lang.String (+0.05");
    }

    /** The JVM empties it when memory gets scarce. */
    @Test
    void aCacheBySoftReferencesIsSilent(@TempDir Path results) throws Throwable {
        Map<String, String> plain = new HashMap<>(SMALL);
        plain.put("wringer.output", results.toString());
        List<Session> cache = new ArrayList<>();
        kept.add(new SoftReference<>(cache));

        Outcome outcome = Bodies.repeat(plain, this, () -> cache.add(new Session(new byte[1])));

        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
        assertThat(results).isEmptyDirectory();
    }

    @Test
    void aHeapDumpIsWrittenOnRequestAndNamed(@TempDir Path results) throws Throwable {
        Map<String, String> dumping = new HashMap<>(SMALL);
        dumping.put("wringer.leak.dump", "true");
        dumping.put("wringer.output", results.toString());

        Finding finding = failure(Bodies.repeat(dumping, this, () -> kept.add(new Session(new byte[1]))));

        Path dump;
        try (Stream<Path> files = Files.list(results)) {
            dump = files.findFirst().orElseThrow();
        }
        assertThat(dump.getFileName().toString())
                .startsWith("CartTest-checkout-heap-")
                .endsWith("-1.hprof");
        assertThat(new String(Arrays.copyOf(Files.readAllBytes(dump), 12), StandardCharsets.US_ASCII))
                .isEqualTo("JAVA PROFILE");
        assertThat(finding.evidence()).anyMatch(line -> line.startsWith("heap dump: " + dump + " ("));
    }

    /** The walk sees no stacks; the dump does. */
    @Test
    void aHeapDumpIsWrittenWhenNoPathIsFound(@TempDir Path results) throws Throwable {
        Map<String, String> plain = new HashMap<>(SMALL);
        plain.put("wringer.output", results.toString());
        List<Session> onTheStack = new ArrayList<>();

        Outcome outcome = Bodies.repeat(plain, null, () -> onTheStack.add(new Session(new byte[1])));

        assertThat(outcome.findings()).as(Bodies.text(outcome)).hasSize(1);
        Finding finding = outcome.findings().get(0);
        assertThat(finding.severity()).isEqualTo(Severity.NOTE);
        assertThat(finding.headline())
                .isEqualTo(
                        Session.class.getName() + " grew (+1.00 per iteration) but no container was found that holds"
                                + " more of them; they may hang on a stack or on native code, so this is not counted as a leak");
        assertThat(finding.evidence())
                .anyMatch(line -> line.startsWith("heap dump: " + results) && line.contains("-1.hprof ("));
        assertThat(onTheStack).hasSizeGreaterThan(60);
    }

    @Test
    void noHeapDumpIsWrittenForALeakThatIsNamed(@TempDir Path results) throws Throwable {
        Map<String, String> plain = new HashMap<>(SMALL);
        plain.put("wringer.output", results.toString());

        failure(Bodies.repeat(plain, this, () -> kept.add(new Session(new byte[1]))));

        assertThat(results).isEmptyDirectory();
    }

    @Test
    void aThreadLocalIsNamed() throws Throwable {
        Finding finding = failure(Bodies.repeat(SMALL, this, () -> LOCAL.get().add(new Session(new byte[16]))));
        assertThat(finding.headline())
                .contains("thread \"")
                .contains(" -> thread-local: ArrayList -> [elements] -> " + Session.class.getName()
                        + " (+1.00 per iteration");
    }

    @Test
    void aListOfOneSharedObjectIsFound() throws Throwable {
        Session shared = new Session(new byte[1]);
        Finding finding = failure(Bodies.repeat(FILLING, this, () -> kept.add(shared)));
        assertThat(finding.headline())
                .startsWith(Session.class.getName() + " is referred to again and again: test instance ")
                .contains("-> kept: ArrayList -> [elements] -> " + Session.class.getName() + " (+1.00 per iteration");
    }

    /** In 60 iterations it grows by 800 bytes, about as much as the JVM's own byte arrays come and go. */
    @Test
    void aSwellingBufferIsFound() throws Throwable {
        StringBuilder log = new StringBuilder();
        Outcome outcome = Bodies.repeat(SMALL, new Object[] {log}, () -> log.append("one more line"));
        Finding finding = failure(outcome);
        assertThat(finding.headline())
                .startsWith("byte[] swells: test instance java.lang.Object[] -> [elements] -> value: byte[] (+");
    }

    /** Its table is as large as the iterations between two collections ask for. */
    @Test
    void aWeakMapIsSilent() throws Throwable {
        Map<Object, String> weak = new WeakHashMap<>();
        Outcome outcome = Bodies.repeat(FILLING, new Object[] {weak}, () -> weak.put(new Object(), "value"));
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    @Test
    void aLinkedListCountsEachNodeOnce() throws Throwable {
        List<Object> linked = new LinkedList<>();
        Finding finding =
                failure(Bodies.repeat(SMALL, new Object[] {linked}, () -> linked.add(new Session(new byte[1]))));
        assertThat(finding.headline()).contains(Session.class.getName() + " (+1.00 per iteration");
    }

    @Test
    void aCacheThatFillsIsAcquitted() throws Throwable {
        AtomicInteger key = new AtomicInteger();
        Map<Integer, Session> cache = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Session> eldest) {
                return size() > 1000;
            }
        };
        Outcome outcome = Bodies.repeat(
                FILLING, new Object[] {cache}, () -> cache.put(key.incrementAndGet(), new Session(new byte[10])));
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
        assertThat(cache).hasSize(1000);
    }

    /** Numbers that only start, such as threads of a pool, do not shorten the time that a cache has to fill. */
    @Test
    void aCacheThatFillsWhileAPoolStartsIsAcquitted() throws Throwable {
        AtomicInteger key = new AtomicInteger();
        Map<Integer, Session> cache = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Session> eldest) {
                return size() > 1000;
            }
        };
        Outcome outcome = Bodies.repeat(Map.of("wringer.leak.budget", "60s"), new Object[] {cache}, () -> {
            if (threads.size() < 20) {
                startThread();
            }
            cache.put(key.incrementAndGet(), new Session(new byte[10]));
        });
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
        assertThat(cache).hasSize(1000);
    }

    /** It is full in the last stretch only. */
    @Test
    void aCacheOfThousandsOfArraysIsAcquitted() throws Throwable {
        Map<Integer, byte[]> cache = new HashMap<>();
        AtomicInteger key = new AtomicInteger();
        Outcome outcome = Bodies.repeat(
                Map.of("wringer.leak.iterations", "1031"),
                new Object[] {cache},
                () -> cache.computeIfAbsent(key.getAndIncrement() % 5_000, each -> new byte[100]));
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
        assertThat(cache).hasSize(5_000);
    }

    /** The size that people give to caches, and one that takes up something in one of seven iterations only. */
    @ParameterizedTest
    @CsvSource({"10000, 1", "2048, 7"})
    void aLargeCacheOfAQuickBodyIsAcquitted(int entries, int every) throws Throwable {
        Map<Integer, Session> cache = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Session> eldest) {
                return size() > entries;
            }
        };
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = Bodies.repeat(
                Map.of("wringer.leak.iterations", "1031"),
                new Object[] {cache},
                () -> cache.put(calls.incrementAndGet() / every, new Session(new byte[10])));
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
        assertThat(cache).hasSize(entries);
    }

    /** Its array is enlarged once between half as many iterations and the last of the look: not while they are looked at. */
    @Test
    void anArrayThatIsSeldomEnlargedIsFound() throws Throwable {
        byte[][] log = {new byte[0]};
        AtomicInteger calls = new AtomicInteger();
        Finding finding = failure(Bodies.repeat(Map.of("wringer.leak.iterations", "1031"), new Object[] {log}, () -> {
            int needed = calls.incrementAndGet() * 16;
            if (log[0].length < needed) {
                log[0] = Arrays.copyOf(log[0], Math.max(2 * log[0].length, needed));
            }
        }));
        assertThat(finding.headline()).startsWith("byte[] swells: test instance java.lang.Object[] -> [elements]");
    }

    @Test
    void toleratedGrowthIsSilent() throws Throwable {
        Map<String, String> overrides = Map.of("wringer.leak.growth", "64B", "wringer.leak.iterations", "60");
        assertThat(Bodies.repeat(overrides, this, () -> kept.add(new Object())).findings())
                .isEmpty();
    }

    @Test
    void anIgnoredFieldIsSilent() throws Throwable {
        Map<String, String> overrides = Map.of(
                "wringer.leak.ignore", RepetitionTest.class.getName() + ".kept", "wringer.leak.iterations", "60");
        assertThat(Bodies.repeat(overrides, this, () -> kept.add(new Object())).findings())
                .isEmpty();
    }

    @Test
    void aKindThatIsNotWatchedIsSilent() throws Throwable {
        Map<String, String> overrides = Map.of("wringer.leak.watch", "THREADS, SOCKETS");
        assertThat(Bodies.repeat(overrides, this, () -> kept.add(new Object())).findings())
                .isEmpty();
    }

    @Test
    void threadsAreNamed() throws Throwable {
        Finding finding =
                Bodies.failures(Bodies.repeat(SMALL, this, this::startThread)).get(0);
        assertThat(finding.headline())
                .startsWith("live threads accumulate: +1.00 per iteration, from ")
                .contains("\"worker-N\" (WAITING, at " + RepetitionTest.class.getName());
    }

    @Test
    void threadsThatEndAreSilent() throws Throwable {
        Outcome outcome = Bodies.repeat(SMALL, this, () -> {
            Thread thread = new Thread(() -> {});
            thread.start();
            thread.join();
        });
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }

    @Test
    void descriptorsAreNamed(@TempDir Path folder) throws Throwable {
        Path file = Files.writeString(folder.resolve("data.txt"), "x");
        List<InputStream> open = new ArrayList<>();
        try {
            Finding finding = Bodies.failures(Bodies.repeat(SMALL, this, () -> open.add(Files.newInputStream(file))))
                    .get(0);
            assertThat(finding.headline())
                    .startsWith("open files accumulate: +1.00 per iteration, from ")
                    .contains("data.txt");
        } finally {
            for (InputStream stream : open) {
                stream.close();
            }
        }
    }

    @Test
    void permitsAreNamed() throws Throwable {
        Semaphore permits = new Semaphore(5000);
        Finding finding = failure(Bodies.repeat(SMALL, new Object[] {permits}, permits::acquire));
        assertThat(finding.headline())
                .startsWith(
                        "permits of test instance java.lang.Object[] -> [elements] -> java.util.concurrent.Semaphore are not"
                                + " given back: +1.00 per iteration");
        assertThat(finding.evidence())
                .contains("lent by test instance java.lang.Object[] -> [elements] -> java.util.concurrent.Semaphore");
    }

    @Test
    void anAssumptionThatFailsInARepeatAbortsTheTest() {
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> Bodies.repeat(
                        SMALL, this, () -> assumeTrue(calls.incrementAndGet() < 5, "the service is there")))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("the service is there");
        assertThat(calls).hasValue(5);
    }

    /** Then the assumption is only how the leak shows. */
    @Test
    void whatGrewUntilAnAssumptionFailedLeads() throws Throwable {
        Semaphore permits = new Semaphore(8);
        Finding finding = failure(Bodies.repeat(SMALL, new Object[] {permits}, () -> {
            assumeTrue(permits.tryAcquire(), "there is a permit");
        }));
        assertThat(finding.headline())
                .startsWith("+1.00 permit per iteration (from ")
                .contains(" until the body failed at iteration 9");
        assertThat(finding.causes().get(0)).isInstanceOf(TestAbortedException.class);
    }

    @Test
    void permitsThatRunOutLeadBeforeTheBlockedCall() throws Throwable {
        Semaphore permits = new Semaphore(4);
        Map<String, String> overrides = Map.of("wringer.leak.budget", "1s");
        Finding finding = failure(Bodies.repeat(overrides, new Object[] {permits}, permits::acquire));
        assertThat(finding.headline())
                .startsWith("+1.00 permit per iteration (from ")
                .contains(" until the body blocked at iteration 5");
        assertThat(finding.causes().get(0)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aLockThatStaysHeldIsNamed() throws Throwable {
        ReentrantLock lock = new ReentrantLock();
        Finding finding = failure(Bodies.repeat(SMALL, new Object[] {lock}, lock::lock));
        assertThat(finding.headline())
                .startsWith(
                        "holds of test instance java.lang.Object[] -> [elements] -> java.util.concurrent.locks.ReentrantLock"
                                + " are not given back: +1.00 per iteration");
    }

    @Test
    void aNumberOfTheTestsOwnIsWatched() throws Throwable {
        AtomicInteger inFlight = new AtomicInteger();
        try (LeakSession session = Bodies.session(SMALL)) {
            Bodies.Code code = () -> {
                session.probe().watch("in-flight", inFlight::get);
                inFlight.incrementAndGet();
            };
            Finding finding = failure(session.repeat(Bodies.body(this, code), Bodies.body(this, code)));
            assertThat(finding.headline()).startsWith("in-flight accumulates: +1.00 per iteration");
        }
    }

    @Test
    void anObjectThatMustBeCollectedIsMissed() throws Throwable {
        Object[] holder = new Object[1];
        try (LeakSession session = Bodies.session(SMALL)) {
            Bodies.Code code = () -> {
                Session kept = new Session(new byte[1]);
                holder[0] = kept;
                session.probe().mustBeCollected(kept);
            };
            Finding finding = failure(session.repeat(Bodies.body(holder, code), Bodies.body(holder, code)));
            assertThat(finding.headline())
                    .isEqualTo("not collected although the test demanded it: 1 of " + Session.class.getName()
                            + ", held by test instance java.lang.Object[] -> [elements] -> " + Session.class.getName());
        }
    }

    @Test
    void theFirstFailureIsTheUsersOwn() {
        IOException own = new IOException("own");
        assertThatThrownBy(() -> Bodies.repeat(SMALL, this, () -> {
                    throw own;
                }))
                .isSameAs(own);
    }

    @Test
    void aBodyThatCannotBeRepeatedSaysSo() throws Throwable {
        AtomicInteger calls = new AtomicInteger();
        IllegalStateException own = new IllegalStateException("already there");
        Finding finding = failure(Bodies.repeat(SMALL, this, () -> {
            if (calls.getAndIncrement() > 0) {
                throw own;
            }
        }));
        assertThat(finding.headline())
                .isEqualTo("the body passed once and failed when it was repeated, at iteration 2;"
                        + " none of the numbers that Wringer counts had grown until then");
        assertThat(finding.causes()).containsExactly(own);
    }

    @Test
    void aContainerThatReachesItsLimitLeadsTheFailureOfTheRepeat() throws Throwable {
        Map<String, String> overrides = Map.of("wringer.leak.iterations", "60");
        Queue<Session> open = new ArrayBlockingQueue<>(40);
        Finding finding =
                failure(Bodies.repeat(overrides, new Object[] {open}, () -> open.add(new Session(new byte[0]))));
        assertThat(finding.headline())
                .startsWith(Session.class.getName() + " accumulates: test instance ")
                .contains("[elements] -> " + Session.class.getName() + " (+1.00 per iteration, ")
                .endsWith(" each) until the body failed at iteration 41");
        assertThat(finding.causes()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBodyThatFailsForAnotherReasonBlamesNoContainer() throws Throwable {
        Map<String, String> overrides = Map.of("wringer.leak.iterations", "60");
        AtomicInteger calls = new AtomicInteger();
        Queue<Session> bounded = new ArrayDeque<>();
        Finding finding = failure(Bodies.repeat(overrides, new Object[] {bounded}, () -> {
            if (calls.incrementAndGet() > 40) {
                throw new IllegalStateException("out of order");
            }
            bounded.add(new Session(new byte[0]));
            if (bounded.size() > 3) {
                bounded.remove();
            }
        }));
        assertThat(finding.headline())
                .isEqualTo("the body passed once and failed when it was repeated, at iteration 41;"
                        + " nothing that Wringer counts had grown until then");
    }

    @Test
    void aBodyThatIsTooSlowIsInconclusive() throws Throwable {
        Map<String, String> overrides = Map.of("wringer.leak.budget", "1s"); // long beside any pause of a busy machine
        Outcome outcome = Bodies.repeat(overrides, this, () -> TimeUnit.MILLISECONDS.sleep(200));
        assertThat(outcome.findings()).hasSize(1);
        assertThat(outcome.findings().get(0).severity()).isEqualTo(Severity.INCONCLUSIVE);
        assertThat(outcome.findings().get(0).headline())
                .containsPattern("do not fit into the budget of 1 s; give at least budget = \"[2-9]s\"");
    }

    private void startThread() {
        Thread thread = new Thread(this::await, "worker-" + threads.size());
        thread.start();
        threads.add(thread);
    }

    private void await() {
        try {
            synchronized (end) {
                while (end.getCount() > 0) {
                    end.wait();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Finding failure(Outcome outcome) {
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).hasSize(1);
        return Bodies.failures(outcome).get(0);
    }
}

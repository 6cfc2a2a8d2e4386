package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.leak.Series.Measure;
import io.wringer.extension.leak.heap.Growth.Holder;
import io.wringer.extension.leak.heap.Growth.Pending;
import io.wringer.extension.leak.heap.HolderPath;
import io.wringer.extension.leak.heap.HolderPath.Link;
import io.wringer.extension.leak.heap.Step;
import io.wringer.extension.leak.heap.Step.Kind;
import io.wringer.extension.leak.site.Site;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What findings say, from numbers alone: the same leak has one fingerprint, whatever it grew to. */
class LeakFindingsTests {

    private static final String SESSION = "com.acme.Session";
    private static final String EXECUTOR = "java.util.concurrent.ThreadPoolExecutor";
    private static final String DELAYED = "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";
    private static final LeakSpec SPEC = Bodies.spec(Map.of());

    @Test
    void aContainerIsNamedFromItsRootOnWithRateAndSize() {
        Finding finding = LeakFindings.heap(leak(sessions(), 100, 6_400, 100), SPEC);

        assertThat(finding.headline())
                .isEqualTo(
                        "com.acme.Session accumulates: static com.acme.Registry.INSTANCE -> sessions: ConcurrentHashMap"
                                + " -> [entries] -> com.acme.Session (+1.00 per iteration, 64 B each)");
        assertThat(finding.evidence())
                .contains("grew by 100 references and 6.25 KiB in 100 iterations; tolerated are 0 B per iteration")
                .contains("com.acme.Session: +50, +50 at 0, 50, 100 repeats")
                .contains(
                        "if it is bounded, let it fill: raise iterations, or ignore = \"com.acme.Registry.sessions\"");
    }

    @Test
    void classesThatDidNotGrowAreNotToldWithAContainer() {
        Series none = new Series(
                Resource.HEAP, "com.acme.Config", Measure.INSTANCES, List.of(0, 50, 100), List.of(1L, 1L, 1L));
        HeapLeak leak = leak(sessions(), 100, 6_400, 100);
        List<Series> classes = List.of(leak.classes().get(0), none);

        Finding finding = LeakFindings.heap(new HeapLeak(leak.holder(), 100, false, classes), SPEC);

        assertThat(finding.evidence())
                .contains("com.acme.Session: +50, +50 at 0, 50, 100 repeats")
                .noneMatch(line -> line.contains("com.acme.Config"));
    }

    @Test
    void theJdksOwnClassesDoNotLeadTheListOfWhatIsNew() {
        Gauge classes = new Counted(Resource.CLASSES, "loaded class", "");
        List<String> fresh = List.of(
                "java.lang.invoke.LambdaForm$MH/0x1",
                "java.lang.invoke.LambdaForm$MH/0x2",
                "com.acme.Ord$Optimizer$AwpL");

        assertThat(LeakFindings.gauge(classes, series(classes, 0, 50, 100), 0, fresh)
                        .headline())
                .contains(": com.acme.Ord$Optimizer$AwpL, java.lang.invoke.LambdaForm$MH");
    }

    @Test
    void theFingerprintOfAContainerIsThatOfItsPath() {
        Finding finding = LeakFindings.heap(leak(sessions(), 100, 6_400, 100), SPEC);

        assertThat(LeakFindings.heap(leak(sessions(), 730, 1_000_000, 400), SPEC)
                        .fingerprint())
                .isEqualTo(finding.fingerprint())
                .matches("[0-9a-f]{12}");
        assertThat(LeakFindings.heap(leak(threadLocal(), 100, 6_400, 100), SPEC).fingerprint())
                .isNotEqualTo(finding.fingerprint());
    }

    @Test
    void rootsAreNamedByTheirKind() {
        assertThat(threadLocal().render()).isEqualTo("thread \"pool-N-thread-N\" -> thread-local -> com.acme.Session");
        List<Link> inList = new ArrayList<>(threadLocal("java.util.ArrayList").links());
        inList.add(link(Kind.FIELD, "java.util.ArrayList", "elementData", "[Ljava.lang.Object;"));
        inList.add(link(Kind.ELEMENT, "", "", SESSION));
        assertThat(new HolderPath(inList).render())
                .isEqualTo("thread \"pool-N-thread-N\" -> thread-local: ArrayList -> [elements] -> com.acme.Session");
        assertThat(path(
                                link(Kind.TEST, "", "", "com.acme.CartTest"),
                                link(Kind.FIELD, "com.acme.CartTest", "kept", "java.util.ArrayList"),
                                link(Kind.FIELD, "java.util.ArrayList", "elementData", "[Ljava.lang.Object;"),
                                link(Kind.ELEMENT, "", "", SESSION))
                        .render())
                .isEqualTo("test instance com.acme.CartTest -> kept: ArrayList -> [elements] -> com.acme.Session");
    }

    @Test
    void onlyTheInsideOfCollectionsIsFolded() {
        assertThat(path(
                                link(Kind.CLASS, "", "com.acme.Jobs", "java.lang.Class"),
                                link(Kind.STATIC, "com.acme.Jobs", "TIMER", "java.util.Timer"),
                                link(Kind.FIELD, "java.util.Timer", "queue", "java.util.TaskQueue"),
                                link(Kind.FIELD, "java.util.TaskQueue", "queue", "[Ljava.util.TimerTask;"),
                                link(Kind.ELEMENT, "", "", "com.acme.Job"))
                        .render())
                .isEqualTo(
                        "static com.acme.Jobs.TIMER: Timer -> queue: TaskQueue -> queue: TimerTask[] -> [elements] ->"
                                + " com.acme.Job");
        assertThat(path(
                                link(Kind.CLASS, "", "com.acme.Jobs", "java.lang.Class"),
                                link(
                                        Kind.STATIC,
                                        "com.acme.Jobs",
                                        "POOL",
                                        "java.util.concurrent.ScheduledThreadPoolExecutor"),
                                link(Kind.FIELD, EXECUTOR, "workQueue", DELAYED),
                                link(Kind.FIELD, DELAYED, "queue", "[Ljava.util.concurrent.RunnableScheduledFuture;"),
                                link(Kind.ELEMENT, "", "", "com.acme.Job"))
                        .render())
                .isEqualTo(
                        "static com.acme.Jobs.POOL: ScheduledThreadPoolExecutor -> workQueue: ScheduledThreadPoolExecutor$DelayedWorkQueue ->"
                                + " [elements] -> com.acme.Job");
        assertThat(path(
                                link(Kind.CLASS, "", "com.acme.Jobs", "java.lang.Class"),
                                link(
                                        Kind.STATIC,
                                        "com.acme.Jobs",
                                        "LAST",
                                        "java.util.concurrent.atomic.AtomicReference"),
                                link(
                                        Kind.FIELD,
                                        "java.util.concurrent.atomic.AtomicReference",
                                        "value",
                                        "com.acme.Job"),
                                link(Kind.FIELD, "com.acme.Job", "log", "java.lang.String"))
                        .render())
                .isEqualTo("static com.acme.Jobs.LAST: AtomicReference -> value: Job -> log: java.lang.String");
    }

    /** What loaders and modules note of what they load is no leak of anybody's; what hangs on the classes may be one. */
    @Test
    void bookkeepingOfLoadingIsToldFromWhatClassesHold() {
        String loader = "com.acme.PluginLoader";
        Link root = link(Kind.STATIC, "com.acme.Plugins", "LOADER", loader);
        Link classes = link(Kind.FIELD, "java.lang.ClassLoader", "classes", "java.util.ArrayList");
        Link elements = link(Kind.FIELD, "java.util.ArrayList", "elementData", "[Ljava.lang.Object;");
        Link type = link(Kind.ELEMENT, "", "", "java.lang.Class");
        String map = "java.util.concurrent.ConcurrentHashMap";
        Link table = link(Kind.FIELD, map, "table", "[L" + map + "$Node;");
        Link node = link(Kind.ELEMENT, "", "", map + "$Node");

        assertThat(path(root, link(Kind.FIELD, "java.lang.ClassLoader", "parallelLockMap", map), table, node)
                        .isBookkeepingOfLoading())
                .isTrue();
        assertThat(path(
                                root,
                                link(Kind.FIELD, "java.lang.ClassLoader", "package2certs", map),
                                table,
                                node,
                                link(Kind.FIELD, map + "$Node", "key", "java.lang.String"))
                        .isBookkeepingOfLoading())
                .isTrue();
        assertThat(path(
                                link(Kind.CLASS, "", "java.lang.ModuleLayer", "java.lang.Class"),
                                link(Kind.STATIC, "jdk.internal.loader.BuiltinClassLoader", "packageToModule", map),
                                table,
                                node)
                        .isBookkeepingOfLoading())
                .isTrue();
        assertThat(path(root, classes, elements, type).isBookkeepingOfLoading()).isFalse();
        assertThat(path(
                                root,
                                classes,
                                elements,
                                type,
                                link(Kind.STATIC, "com.acme.Plugin", "SESSIONS", map),
                                table,
                                node)
                        .isBookkeepingOfLoading())
                .isFalse();
        assertThat(path(root, link(Kind.FIELD, loader, "resources", map), table, node)
                        .isBookkeepingOfLoading())
                .isFalse();
        assertThat(sessions().isBookkeepingOfLoading()).isFalse();
    }

    @Test
    void futuresAreToldWithWhatWaitsForThem() {
        HolderPath path = path(
                link(Kind.CLASS, "", "com.acme.Client", "java.lang.Class"),
                link(Kind.STATIC, "com.acme.Client", "started", "java.util.concurrent.CompletableFuture"));
        Finding dependents = LeakFindings.heap(pending(path, 200, false), SPEC);
        Finding futures = LeakFindings.heap(pending(path, 100, true), SPEC);

        assertThat(dependents.headline())
                .isEqualTo("dependents of a future that is never completed accumulate: static com.acme.Client.started:"
                        + " java.util.concurrent.CompletableFuture (+1.00 per iteration, 64 B each)");
        assertThat(dependents.evidence())
                .contains("200 dependents wait for it in addition, and 6.25 KiB are retained, after 100 iterations");
        assertThat(futures.evidence())
                .contains(
                        "grew by 100 futures; 100 dependents wait for them in addition, and 6.25 KiB are retained, after"
                                + " 100 iterations");
        assertThat(futures.fingerprint()).isNotEqualTo(dependents.fingerprint());
    }

    @Test
    void theFingerprintOfANumberIsThatOfItsKindAndHolder() {
        Gauge permits = new Counted(Resource.PERMITS, "permit", "static com.acme.Limits.PERMITS");
        Gauge others = new Counted(Resource.PERMITS, "permit", "static com.acme.Limits.OTHERS");
        Finding finding = LeakFindings.gauge(permits, series(permits, 0, 50, 100), 0, List.of());

        assertThat(finding.headline())
                .isEqualTo(
                        "permits of static com.acme.Limits.PERMITS are not given back: +1.00 per iteration, from 0 to 100"
                                + " in 100 iterations");
        assertThat(finding.evidence()).contains("lent by static com.acme.Limits.PERMITS");
        assertThat(LeakFindings.gauge(permits, series(permits, 7, 30, 90), 0, List.of("a label"))
                        .fingerprint())
                .isEqualTo(finding.fingerprint());
        assertThat(LeakFindings.gauge(others, series(others, 0, 50, 100), 0, List.of())
                        .fingerprint())
                .isNotEqualTo(finding.fingerprint());
    }

    @Test
    void locksAndPoolsAreNamedByTheirPath() {
        assertThat(headline(new Counted(Resource.LOCKS, "hold of a read/write lock", "static com.acme.A.LOCK: Lock")))
                .startsWith("holds of static com.acme.A.LOCK: Lock are not given back: +1.00 per iteration, from 0 to");
        assertThat(headline(new Counted(Resource.POOLS, "active connection", "static com.acme.A.POOL: Pool")))
                .startsWith("active connections of static com.acme.A.POOL: Pool are not given back: +1.00 per");
        assertThat(LeakFindings.once(
                                new Counted(Resource.LOCKS, "hold of a lock", "static com.acme.A.LOCK: Lock"),
                                2,
                                List.of())
                        .headline())
                .isEqualTo("2 holds of static com.acme.A.LOCK: Lock left by the test");
    }

    private static String headline(Gauge gauge) {
        return LeakFindings.gauge(gauge, series(gauge, 0, 50, 100), 0, List.of())
                .headline();
    }

    @Test
    void whatComesAlongIsFoldedUnderWhatBringsIt() {
        Gauge timers = new Counted(Resource.TIMERS, "timer", "");
        Gauge threads = new Counted(Resource.THREADS, "live thread", "");
        Map<Gauge, Series> grown = new LinkedHashMap<>();
        grown.put(threads, series(threads, 1, 51, 101));
        grown.put(timers, series(timers, 0, 50, 100));

        List<Claims.Claim> claims = new Claims(SPEC, grown, List.of()).all(0, gauge -> List.of());

        assertThat(claims).hasSize(1);
        assertThat(claims.get(0).finding().headline()).startsWith("timers accumulate: +1.00 per iteration");
        assertThat(claims.get(0).finding().evidence()).contains("with it: live threads +1.00 per iteration");
    }

    @Test
    void sitesAreToldWithTheirStacksTheFirstThreeOnly() {
        List<Site> sites = List.of(
                new Site(9, List.of("com.acme.Client.open(Client.java:7)", "com.acme.CartTest.pay(CartTest.java:3)")),
                new Site(4, List.of("com.acme.Client.reopen(Client.java:9)")),
                new Site(2, List.of()),
                new Site(2, List.of("com.acme.A.a(A.java:1)")),
                new Site(1, List.of("com.acme.B.b(B.java:1)")));

        Finding described = SiteSearch.describe(Finding.failure("leak", "x", "x"), sites);

        String line = System.lineSeparator() + "    at ";
        assertThat(described.evidence())
                .containsExactly(
                        "9 of them from" + line + "com.acme.Client.open(Client.java:7)" + line
                                + "com.acme.CartTest.pay(CartTest.java:3)",
                        "4 of them from" + line + "com.acme.Client.reopen(Client.java:9)",
                        "2 of them from" + line + "com.acme.A.a(A.java:1)");
    }

    /** The frame of the code under test, not those of the libraries that it calls, nor of the pool that calls it. */
    @Test
    void theFirstLineNamesThePlace() {
        List<Site> sites = List.of(
                new Site(3, List.of("java.util.concurrent.ThreadPoolExecutor.addWorker(ThreadPoolExecutor.java:9)")),
                new Site(
                        2,
                        List.of(
                                "com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:96)",
                                "com.acme.Orders.load(Orders.java:12)",
                                "com.acme.OrdersTest.load(OrdersTest.java:7)",
                                "java.util.concurrent.FutureTask.run(FutureTask.java:264)")));

        Finding described = SiteSearch.describe(
                Finding.failure("leak", "x", "unclosed ZipFiles accumulate"),
                sites,
                SiteSearch.verb(Resource.UNCLOSED));

        assertThat(described.headline())
                .isEqualTo("unclosed ZipFiles accumulate, opened at com.acme.Orders.load(Orders.java:12)");
        assertThat(SiteSearch.describe(Finding.failure("leak", "x", "x"), sites.subList(0, 1), "opened")
                        .headline())
                .isEqualTo("x");
    }

    @Test
    void theCodeUnderTestIsShownBelowALibraryThatIsDeep() {
        StackTraceElement[] stack = new StackTraceElement[40];
        for (int i = 0; i < stack.length; i++) {
            stack[i] = new StackTraceElement(i < 36 ? "okhttp3.Call" : "com.acme.Client", "call" + i, "A.java", i);
        }

        Site site = Site.of(List.<StackTraceElement[]>of(stack)).get(0);

        assertThat(site.place()).contains("com.acme.Client.call36(A.java:36)");
        assertThat(site.frames())
                .hasSize(10)
                .startsWith("okhttp3.Call.call0(A.java:0)")
                .endsWith(
                        "okhttp3.Call.call6(A.java:6)",
                        "com.acme.Client.call36(A.java:36)",
                        "com.acme.Client.call37(A.java:37)",
                        "com.acme.Client.call38(A.java:38)");
    }

    @Test
    void theResultSaysHowRareALeakTheWindowsCouldHaveShown() {
        assertThat(observed(250).summary()).startsWith("1,037 iterations, would show a leak in 1 of 57 iterations");
        assertThat(observed(1).summary()).startsWith("1,037 iterations, would show a leak in every iteration");
        assertThat(observed(0).summary()).isEqualTo("1,037 iterations");
    }

    private static LeakObservations observed(int window) {
        return new LeakObservations(
                "repeats", 1_037, 36, window, 0, 6, 1_000, 50_000, List.of(), List.of(), List.of(), List.of());
    }

    private static HeapLeak leak(HolderPath path, long references, long bytes, int iterations) {
        Series series =
                new Series(Resource.HEAP, SESSION, Measure.INSTANCES, List.of(0, 50, 100), List.of(3L, 53L, 103L));
        return new HeapLeak(new Holder(path, path, references, references, bytes), iterations, false, List.of(series));
    }

    private static HeapLeak pending(HolderPath path, long dependents, boolean accumulates) {
        Holder holder = new Holder(path, path, 100, 100, 6_400);
        return new HeapLeak(holder, 100, false, List.of(), new Pending(holder, dependents, accumulates));
    }

    private static HolderPath sessions() {
        return path(
                link(Kind.CLASS, "", "com.acme.Registry", "java.lang.Class"),
                link(Kind.STATIC, "com.acme.Registry", "INSTANCE", "com.acme.Registry"),
                link(Kind.FIELD, "com.acme.Registry", "sessions", "java.util.concurrent.ConcurrentHashMap"),
                link(
                        Kind.FIELD,
                        "java.util.concurrent.ConcurrentHashMap",
                        "table",
                        "[Ljava.util.concurrent.ConcurrentHashMap$Node;"),
                link(Kind.ELEMENT, "", "", "java.util.concurrent.ConcurrentHashMap$Node"),
                link(Kind.FIELD, "java.util.concurrent.ConcurrentHashMap$Node", "val", SESSION));
    }

    private static HolderPath threadLocal() {
        return threadLocal(SESSION);
    }

    private static HolderPath threadLocal(String value) {
        String map = "java.lang.ThreadLocal$ThreadLocalMap";
        return path(
                link(Kind.THREAD, "", "pool-N-thread-N", "java.lang.Thread"),
                link(Kind.FIELD, "java.lang.Thread", "threadLocals", map),
                link(Kind.FIELD, map, "table", "[L" + map + "$Entry;"),
                link(Kind.ELEMENT, "", "", map + "$Entry"),
                link(Kind.FIELD, map + "$Entry", "value", value));
    }

    private static HolderPath path(Link... links) {
        return new HolderPath(List.of(links));
    }

    private static Link link(Kind kind, String owner, String name, String type) {
        return new Link(new Step(kind, owner, name), type);
    }

    private static Series series(Gauge gauge, long... values) {
        return new Series(
                gauge.kind(),
                gauge.unit(),
                Measure.COUNT,
                List.of(0, 50, 100),
                java.util.Arrays.stream(values).boxed().toList());
    }

    private record Counted(Resource kind, String unit, String lender) implements Gauge {
        @Override
        public long read() {
            return 0;
        }

        @Override
        public List<String> evidence() {
            return lender.isEmpty() ? List.of() : List.of("lent by " + lender);
        }
    }
}

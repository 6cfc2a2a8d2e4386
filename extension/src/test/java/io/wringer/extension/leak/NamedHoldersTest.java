package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.leak.pairs.Server;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.verdict.Finding;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The first line names what the user knows: a class and a field of the code under test, not the plumbing around it. */
class NamedHoldersTest {

    private static final String HERE = NamedHoldersTest.class.getName();
    private static final Map<String, String> HEAP = Map.of(
            "wringer.leak.iterations", "60",
            "wringer.leak.warmup", "20",
            "wringer.leak.watch", "HEAP,THREAD_LOCALS");

    private static final Map<String, ReentrantLock> LOCKS = new ConcurrentHashMap<>();
    private static final ScheduledThreadPoolExecutor SCHEDULER = new ScheduledThreadPoolExecutor(1);
    private static final List<ClassLoader> PLUGINS = new ArrayList<>();

    private final List<Session> sessions = new ArrayList<>();
    private int number;

    /** Keeps itself by its own thread-local, as an instance does that never calls remove. */
    static final class Session {
        private final ThreadLocal<Session> current = new ThreadLocal<>();

        void open() {
            current.set(this);
        }

        void close() {
            current.remove();
        }
    }

    /** Loaded by a loader of its own. */
    public static final class Plugin {
        public static final Collection<Object> REQUESTS = new ArrayList<>();
    }

    @AfterEach
    void clear() {
        sessions.forEach(Session::close);
        LOCKS.clear();
        SCHEDULER.getQueue().clear();
        PLUGINS.clear();
    }

    @Test
    void aThreadLocalPerInstanceIsNamedByWhatItKeeps() throws Throwable {
        Finding finding = leak(() -> {
            Session session = new Session();
            session.open();
        });
        assertThat(finding.headline())
                .startsWith(Session.class.getName() + " accumulates: thread \"")
                .contains("\" -> thread-local -> " + Session.class.getName() + " (+1.00 per iteration, ");
        silent(() -> {
            Session session = new Session();
            session.open();
            session.close();
        });
    }

    @Test
    void aMapIsNamedByItsValues() throws Throwable {
        Finding finding = leak(() -> LOCKS.computeIfAbsent("user " + number++, key -> new ReentrantLock()));
        assertThat(finding.headline())
                .startsWith("java.util.concurrent.locks.ReentrantLock accumulates: static " + HERE
                        + ".LOCKS: ConcurrentHashMap -> [entries] -> java.util.concurrent.locks.ReentrantLock (+1.00 per"
                        + " iteration, ");
        silent(() -> {
            LOCKS.computeIfAbsent("user", key -> new ReentrantLock());
            LOCKS.remove("user");
        });
    }

    @Test
    void cancelledTasksAreNamedAsTasksOfTheirExecutor() throws Throwable {
        Finding finding =
                leak(() -> SCHEDULER.schedule(() -> {}, 1, TimeUnit.HOURS).cancel(false));
        assertThat(finding.headline())
                .startsWith("java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask accumulates: static "
                        + HERE + ".SCHEDULER: ScheduledThreadPoolExecutor -> workQueue: ")
                .contains(
                        " -> [elements] -> java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask (+1.00");
        SCHEDULER.setRemoveOnCancelPolicy(true);
        SCHEDULER.getQueue().clear();
        silent(() -> SCHEDULER.schedule(() -> {}, 1, TimeUnit.HOURS).cancel(false));
    }

    /** What a class of another loader holds hangs on that loader. */
    @Test
    void aStaticFieldOfAClassOfAnotherLoaderIsNamedWithTheLoader() throws Throwable {
        URL classes = Plugin.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null)) {
            PLUGINS.add(loader);
            @SuppressWarnings("unchecked")
            Collection<Object> requests = (Collection<Object>) loader.loadClass(Plugin.class.getName())
                    .getField("REQUESTS")
                    .get(null);
            Finding finding = leak(() -> requests.add(new Object()));
            assertThat(finding.headline())
                    .startsWith(
                            "java.lang.Object accumulates: static " + HERE + ".PLUGINS: ArrayList -> [elements] -> ")
                    .contains(
                            "static " + Plugin.class.getName()
                                    + ".REQUESTS: ArrayList -> [elements] -> java.lang.Object (+1.00 per iteration, 16 B each)");
            requests.clear();
            silent(() -> {
                requests.add(new Object());
                requests.clear();
            });
        }
    }

    /** Up to JDK 18 a group keeps those below it until they are destroyed, which daemon groups are with their last thread. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_18)
    void aGroupOfThreadsIsNamedByTheGroupThatKeepsIt() throws Throwable {
        Finding finding = leak(() -> new ThreadGroup("request"));
        destroyGroups();
        assertThat(finding.headline())
                .startsWith("java.lang.ThreadGroup accumulates: thread \"")
                .contains("\" -> group: ThreadGroup -> groups: ThreadGroup[] -> [elements] -> java.lang.ThreadGroup"
                        + " (+1.00 per iteration, ");
    }

    @Test
    void aGroupOfThreadsThatEndsIsSilent() throws Throwable {
        silent(() -> {
            ThreadGroup group = daemon(new ThreadGroup("request"));
            Thread thread = new Thread(group, () -> {}, "request");
            thread.start();
            thread.join();
        });
        silent(() -> destroy(new ThreadGroup("request")));
    }

    private static void destroyGroups() {
        ThreadGroup own = Thread.currentThread().getThreadGroup();
        ThreadGroup[] groups = new ThreadGroup[own.activeGroupCount()];
        Arrays.stream(groups, 0, own.enumerate(groups, false))
                .filter(group -> group.getName().equals("request"))
                .forEach(NamedHoldersTest::destroy);
    }

    @SuppressWarnings({"deprecation", "removal"})
    private static ThreadGroup daemon(ThreadGroup group) {
        group.setDaemon(true);
        return group;
    }

    @SuppressWarnings({"deprecation", "removal"}) // does nothing since JDK 19, which needs nothing
    private static void destroy(ThreadGroup group) {
        group.destroy();
    }

    /** A thread is no holder of itself, and what its connection leaves is told as what it is. */
    @Test
    void anUnclosedStreamOfAConnectionIsNotToldAsAThread() throws Throwable {
        Server server = Server.answering(new byte[100_000]);
        URL url = URI.create(server.url()).toURL();
        List<InputStream> opened = new ArrayList<>();
        AtomicInteger read = new AtomicInteger();
        try {
            Outcome outcome =
                    Bodies.repeat(Map.of("wringer.leak.iterations", "30", "wringer.leak.warmup", "5"), this, () -> {
                        URLConnection connection = url.openConnection();
                        opened.add(connection.getInputStream());
                        read.addAndGet(opened.get(opened.size() - 1).read());
                    });
            assertThat(Bodies.failures(outcome))
                    .as(Bodies.text(outcome))
                    .isNotEmpty()
                    .noneMatch(finding -> finding.headline().startsWith("java.lang.Thread accumulates"));
        } finally {
            for (InputStream stream : opened) {
                stream.close();
            }
            server.close();
        }
    }

    private Finding leak(Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(HEAP, this, code);
        assertThat(Bodies.failures(outcome)).as(Bodies.text(outcome)).isNotEmpty();
        return Bodies.failures(outcome).get(0);
    }

    private void silent(Bodies.Code code) throws Throwable {
        Outcome outcome = Bodies.repeat(HEAP, this, code);
        assertThat(Bodies.said(outcome)).as(Bodies.text(outcome)).isEmpty();
    }
}

package io.wringer.extension.chaos.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tries, right after the JDK was woven, whether work that changes threads is still known to belong to its test. */
final class SmokeTest {

    private static final long AT_MOST_SECONDS = 10;

    private final Attribution attribution;
    private final Token token;
    private final List<String> broken = new ArrayList<>();

    private SmokeTest(Attribution attribution, Token token) {
        this.attribution = attribution;
        this.token = token;
    }

    /** Returns what does not work on this JVM; empty if all is well. Runs on a thread of a test that was just opened. */
    static List<String> run(Attribution attribution, Token token) {
        SmokeTest test = new SmokeTest(attribution, token);
        ExecutorService pool = warm(Executors.newSingleThreadExecutor(SmokeTest::thread), attribution);
        ForkJoinPool forkJoin = new ForkJoinPool(1);
        try {
            test.check("thread pools", () -> pool.submit(test::isAttributed).get(AT_MOST_SECONDS, TimeUnit.SECONDS));
            test.check(
                    "ForkJoinPool and CompletableFuture",
                    () -> forkJoin.submit(test::isAttributed).get(AT_MOST_SECONDS, TimeUnit.SECONDS));
            test.check("threads", test::onThread);
        } finally {
            pool.shutdownNow();
            forkJoin.shutdownNow();
        }
        return test.broken;
    }

    static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "wringer-smoke-test", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts the pool's thread for nobody, so that it can belong to the test by its task only. */
    private static ExecutorService warm(ExecutorService pool, Attribution attribution) {
        ThreadContext context = attribution.current();
        Token token = context.token();
        context.workFor(null);
        try {
            pool.submit(() -> {}).get(AT_MOST_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            restoreInterrupt(e); // the check that follows will say what is wrong
        } finally {
            context.workFor(token);
        }
        return pool;
    }

    private boolean isAttributed() {
        return attribution.token() == token;
    }

    private boolean onThread() throws InterruptedException {
        AtomicBoolean seen = new AtomicBoolean();
        Thread thread = thread(() -> seen.set(isAttributed()));
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(AT_MOST_SECONDS));
        return seen.get();
    }

    private void check(String what, Callable<Boolean> attempt) {
        try {
            if (!attempt.call()) {
                broken.add(what);
            }
        } catch (Exception e) {
            restoreInterrupt(e);
            broken.add(what + " (" + e + ")");
        }
    }

    private static void restoreInterrupt(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }
}

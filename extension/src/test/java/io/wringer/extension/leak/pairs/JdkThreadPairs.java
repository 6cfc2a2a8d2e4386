package io.wringer.extension.leak.pairs;

import io.wringer.leak.Resource;
import java.lang.reflect.Method;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Threads that nobody ends, and what they hand to each other and don't take back. */
final class JdkThreadPairs {

    private JdkThreadPairs() {}

    /** A timer per job. */
    @Expect(
            library = "JDK",
            kind = Resource.TIMERS,
            says = {"Timer-"})
    static final class TimerNotCancelled implements Pair {
        private static final long AN_HOUR = TimeUnit.HOURS.toMillis(1);

        @Override
        public void broken() {
            new Timer().schedule(new Reminder(), AN_HOUR);
        }

        @Override
        public void clean() throws InterruptedException {
            Timer timer = new Timer();
            timer.schedule(new Reminder(), AN_HOUR);
            timer.cancel();
        }

        @Override
        public void close() throws InterruptedException {
            Threads.cancelTimers("Timer-");
        }

        private static final class Reminder extends TimerTask {
            @Override
            public void run() {
                throw new AssertionError("no test takes an hour");
            }
        }
    }

    /** A pool per call. */
    @Expect(
            library = "JDK",
            kind = Resource.EXECUTORS,
            says = {"pool-"})
    static final class ExecutorNotShutDown implements Pair {

        @Override
        public void broken() throws Exception {
            Executors.newFixedThreadPool(2).submit(() -> "done").get();
        }

        @Override
        public void clean() throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(2);
            pool.submit(() -> "done").get();
            pool.shutdown();
            pool.awaitTermination(5, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws InterruptedException {
            Threads.shutDownPools("pool-");
        }
    }

    /** A latch that is counted down on the good path only. */
    @Expect(
            library = "JDK",
            kind = Resource.LATCHES,
            says = {"waiter-", "CountDownLatch"})
    static final class LatchNeverCountedDown implements Pair {

        @Override
        public void broken() {
            waiter(new CountDownLatch(1));
        }

        @Override
        public void clean() throws InterruptedException {
            CountDownLatch latch = new CountDownLatch(1);
            Thread waiter = waiter(latch);
            latch.countDown();
            waiter.join();
        }

        private static Thread waiter(CountDownLatch latch) {
            Thread waiter = new Thread(() -> await(latch), "waiter-for-reply");
            waiter.setDaemon(true);
            waiter.start();
            return waiter;
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws InterruptedException {
            Threads.interrupt("waiter-");
        }
    }

    /** Virtual threads that wait for ever. */
    @Expect(
            library = "JDK",
            kind = Resource.VIRTUAL_THREADS,
            says = {"java.lang.VirtualThread"},
            jdk = 21)
    static final class VirtualThreadsParkedForEver implements Pair {
        private final CountDownLatch never = new CountDownLatch(1);
        private final Method start;

        VirtualThreadsParkedForEver() throws NoSuchMethodException {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        }

        @Override
        public void broken() throws Exception {
            start.invoke(null, (Runnable) () -> LatchNeverCountedDown.await(never));
        }

        @Override
        public void clean() throws Exception {
            CountDownLatch ready = new CountDownLatch(1);
            Thread thread = (Thread) start.invoke(null, (Runnable) () -> LatchNeverCountedDown.await(ready));
            ready.countDown();
            thread.join();
        }

        @Override
        public void close() {
            never.countDown();
        }
    }

    /** A permit that is kept when the call fails. */
    @Expect(
            library = "JDK",
            kind = Resource.PERMITS,
            says = {"permit", "inFlight: java.util.concurrent.Semaphore"},
            ordinary = true)
    static final class PermitNotReleased implements Pair {
        private final Semaphore inFlight = new Semaphore(1_000_000);

        @Override
        public void broken() throws InterruptedException {
            inFlight.acquire();
            try {
                call();
                inFlight.release();
            } catch (IllegalStateException e) {
                // the caller is told, the permit is gone
            }
        }

        @Override
        public void clean() throws InterruptedException {
            inFlight.acquire();
            try {
                call();
            } catch (IllegalStateException e) {
                // the caller is told
            } finally {
                inFlight.release();
            }
        }

        private void call() {
            throw new IllegalStateException("time-out");
        }
    }

    /** A reentrant lock that is entered and not left. */
    @Expect(
            library = "JDK",
            kind = Resource.LOCKS,
            says = {"lock", "guard: java.util.concurrent.locks.ReentrantLock"})
    static final class LockNotUnlocked implements Pair {
        private final ReentrantLock guard = new ReentrantLock();

        @Override
        public void broken() {
            guard.lock();
        }

        @Override
        public void clean() {
            guard.lock();
            guard.unlock();
        }
    }

    /** A read lock that is taken and not given back. */
    @Expect(
            library = "JDK",
            kind = Resource.LOCKS,
            says = {"lock", "guard: java.util.concurrent.locks.ReentrantReadWriteLock"})
    static final class ReadLockNotUnlocked implements Pair {
        private final ReentrantReadWriteLock guard = new ReentrantReadWriteLock();

        @Override
        public void broken() {
            guard.readLock().lock();
        }

        @Override
        public void clean() {
            guard.readLock().lock();
            guard.readLock().unlock();
        }
    }
}

package io.wringer.benchmark.chaos;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.chaos.ChaosSession;
import io.wringer.extension.chaos.ChaosSpec;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.extension.run.RunContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Measures what woven points cost, interleaved with the same method unwoven; prints the least of all rounds. */
public final class ChaosBenchmark {

    private static final int CALLS = 20_000_000;
    private static final int ROUNDS = 15;
    private static final int ARMINGS = 200;

    private ChaosBenchmark() {}

    static final class Plain {
        static long work(long x) {
            long y = x ^ x << 13;
            y ^= y >>> 7;
            return (y ^ y << 17) * 0x9e3779b97f4a7c15L;
        }
    }

    static final class Woven {
        static long work(long x) {
            long y = x ^ x << 13;
            y ^= y >>> 7;
            return (y ^ y << 17) * 0x9e3779b97f4a7c15L;
        }
    }

    static class Fixture {
        @ChaosFault(fault = Fault.RETURN, value = "7", type = Woven.class, method = "work")
        void faulty() {}
    }

    /** Runs all parts. */
    public static void main(String[] arguments) throws Exception {
        print("JDK " + System.getProperty("java.version"));
        long before = System.nanoTime();
        open(false).close();
        print(String.format(
                Locale.ROOT,
                "first fault armed, agent attached by ourselves: %.0f ms",
                (System.nanoTime() - before) / 1e6));
        compare("disarmed");
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> hold(opened, done));
        other.start();
        opened.await();
        compare("armed for another test");
        done.countDown();
        other.join();
        arming();
    }

    private static void hold(CountDownLatch opened, CountDownLatch done) {
        try (ChaosSession session = open(true)) {
            session.start();
            opened.countDown();
            done.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChaosSession open(boolean parallel) throws Exception {
        ChaosFault fault = Fixture.class.getDeclaredMethod("faulty").getAnnotation(ChaosFault.class);
        ChaosSpec spec =
                ChaosSpec.parse(Attributes.of(fault, "Fixture.faulty()", Settings.of(key -> Optional.empty())));
        return ChaosSession.open(
                List.of(spec),
                Settings.of(key -> Optional.empty()),
                new RunContext("", "", 1, parallel),
                Fixture.class);
    }

    private static void compare(String state) {
        double[] plain = new double[ROUNDS];
        double[] woven = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            plain[round] = plainNanos();
            woven[round] = wovenNanos();
        }
        double least = Arrays.stream(plain).min().orElseThrow();
        double leastWoven = Arrays.stream(woven).min().orElseThrow();
        print(String.format(
                Locale.ROOT,
                "%s: %.2f ns plain, %.2f ns woven, ratio %.2f",
                state,
                least,
                leastWoven,
                leastWoven / least));
    }

    private static volatile long sink;

    private static double plainNanos() {
        long start = System.nanoTime();
        long x = 1;
        for (int i = 0; i < CALLS; i++) {
            x = Plain.work(x);
        }
        sink = x;
        return (System.nanoTime() - start) / (double) CALLS;
    }

    private static double wovenNanos() {
        long start = System.nanoTime();
        long x = 1;
        for (int i = 0; i < CALLS; i++) {
            x = Woven.work(x);
        }
        sink = x;
        return (System.nanoTime() - start) / (double) CALLS;
    }

    private static void arming() throws Exception {
        double[] millis = new double[ARMINGS];
        for (int i = 0; i < ARMINGS; i++) {
            long start = System.nanoTime();
            ChaosSession session = open(false);
            session.start();
            session.close();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        print(String.format(
                Locale.ROOT, "arming and disarming: median %.3f ms, least %.3f ms", millis[ARMINGS / 2], millis[0]));
    }

    private static void print(String line) {
        System.out.println(line);
    }
}

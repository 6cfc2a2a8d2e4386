package io.wringer.benchmark.chaos;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.chaos.ChaosSession;
import java.util.Locale;

/** A method of 2 ns, woven and not, in turns; and how long arming takes once the point is woven. */
final class Points {

    private static final int CALLS = 20_000_000;
    private static final int ROUNDS = 25;
    private static final int ARMINGS = 400;

    private static final double MOST_DISARMED = 1.05;
    private static final double MOST_ELSEWHERE = 1.5;
    private static final double MOST_MILLIS_OF_ARMING = 1;

    private static volatile long sink;

    private Points() {}

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

    /** Leaves nothing of a call but the check. */
    static final class Step {
        static long next(long x) {
            return x + 1;
        }
    }

    static class Fixture {
        @ChaosFault(fault = Fault.RETURN, value = "7", type = Woven.class, method = "work")
        void faulty() {}

        @ChaosFault(fault = Fault.RETURN, value = "7", type = Step.class, method = "next")
        void step() {}
    }

    static boolean measure() throws Exception {
        Session.open(Fixture.class, "faulty", false).close();
        boolean within = compare("disarmed point, ratio on a 2 ns method", MOST_DISARMED);
        AutoCloseable other = Session.elsewhere(Fixture.class, "faulty");
        within &= compare("armed for another test, ratio on a 2 ns method", MOST_ELSEWHERE);
        other.close();
        Session.open(Fixture.class, "step", false).close();
        printCheck();
        return arming() & within;
    }

    private static boolean compare(String what, double limit) {
        double[] plain = new double[ROUNDS];
        double[] woven = new double[ROUNDS];
        plain();
        woven();
        for (int round = 0; round < ROUNDS; round++) {
            plain[round] = plain();
            woven[round] = woven();
        }
        double[] interval = Figures.interval(Figures.ratios(woven, plain));
        return Figures.atMost(
                limit,
                Figures.ratio(woven, plain),
                "%s (%.2f ns, woven %.2f ns; 95 %% interval %.3f to %.3f)",
                what,
                Figures.median(plain),
                Figures.median(woven),
                interval[0],
                interval[1]);
    }

    /** Without the check, the whole loop would be one addition. */
    private static void printCheck() {
        double[] nanos = new double[ROUNDS];
        step();
        for (int round = 0; round < ROUNDS; round++) {
            nanos[round] = step();
        }
        System.out.printf(
                Locale.ROOT, "  a check of a disarmed point and nothing else: %.2f ns%n", Figures.median(nanos));
    }

    private static double step() {
        long start = System.nanoTime();
        long x = 1;
        for (int i = 0; i < CALLS; i++) {
            x = Step.next(x);
        }
        sink = x;
        return (System.nanoTime() - start) / (double) CALLS;
    }

    private static double plain() {
        long start = System.nanoTime();
        long x = 1;
        for (int i = 0; i < CALLS; i++) {
            x = Plain.work(x);
        }
        sink = x;
        return (System.nanoTime() - start) / (double) CALLS;
    }

    private static double woven() {
        long start = System.nanoTime();
        long x = 1;
        for (int i = 0; i < CALLS; i++) {
            x = Woven.work(x);
        }
        sink = x;
        return (System.nanoTime() - start) / (double) CALLS;
    }

    private static boolean arming() throws Exception {
        double[] millis = new double[ARMINGS];
        for (int i = 0; i < ARMINGS; i++) {
            long start = System.nanoTime();
            ChaosSession session = Session.open(Fixture.class, "faulty", false);
            session.start();
            session.close();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return Figures.atMost(
                MOST_MILLIS_OF_ARMING, Figures.median(millis), "arming and disarming for one test, median, ms");
    }
}

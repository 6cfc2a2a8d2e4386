package it;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Counts the test plans that this JVM has executed; Surefire reruns failed tests as another plan. */
public final class Runs implements TestExecutionListener {

    private static final AtomicInteger STARTED = new AtomicInteger();

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        STARTED.incrementAndGet();
    }

    static int current() {
        return STARTED.get();
    }
}

package io.wringer.extension.launcher;

import io.wringer.extension.config.RunKeys;
import io.wringer.extension.config.Settings;
import io.wringer.extension.report.Reports;
import io.wringer.extension.run.RunningTests;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Collects the keys of a run, follows its tests and writes the index of its results at the end; found by
 * {@link java.util.ServiceLoader}.
 */
public final class RunListener implements TestExecutionListener {

    private volatile Instant started = Instant.MAX;
    private volatile @Nullable Followed followed;

    /** Creates the listener; called by the launcher. */
    public RunListener() {}

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        started = Instant.now();
        Set<String> keys = plan.getConfigurationParameters().keySet();
        RunKeys.launched(keys);
        followed = new Followed(plan, RunningTests.begin());
    }

    @Override
    public void dynamicTestRegistered(TestIdentifier added) {
        follow(run -> run.tests().childAdded(parent(added)));
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        follow(run -> {
            if (test.isTest()) {
                run.tests().testStarted(test.getUniqueId(), parent(test));
            } else {
                int children = run.plan().getChildren(test).size();
                run.tests().containerStarted(test.getUniqueId(), parent(test), children);
            }
        });
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        follow(run -> run.tests().skipped(parent(test)));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        follow(run -> run.tests().finished(test.getUniqueId(), parent(test)));
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        RunKeys.finished();
        follow(run -> run.tests().end());
        followed = null;
        Settings settings = Settings.of(key -> plan.getConfigurationParameters().get(key));
        Reports.of(settings).announce(started);
    }

    private void follow(Consumer<Followed> action) {
        Followed run = followed;
        if (run != null) {
            action.accept(run);
        }
    }

    private static @Nullable String parent(TestIdentifier test) {
        return test.getParentId().orElse(null);
    }

    private record Followed(TestPlan plan, RunningTests tests) {}
}

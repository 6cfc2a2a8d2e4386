package io.wringer.extension.launcher;

import io.wringer.extension.config.RunKeys;
import io.wringer.extension.config.Settings;
import io.wringer.extension.report.Reports;
import java.time.Instant;
import java.util.Set;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Collects the keys of a run and writes the index of its results at the end; found by {@link java.util.ServiceLoader}. */
public final class RunListener implements TestExecutionListener {

    private volatile Instant started = Instant.MAX;

    /** Creates the listener; called by the launcher. */
    public RunListener() {}

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        started = Instant.now();
        Set<String> keys = plan.getConfigurationParameters().keySet();
        RunKeys.launched(keys);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        RunKeys.finished();
        Settings settings = Settings.of(key -> plan.getConfigurationParameters().get(key));
        Reports.of(settings).announce(started);
    }
}

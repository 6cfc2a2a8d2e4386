package io.wringer.extension.launcher;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Gets the agent ready before test classes load, if one of them needs it; found by {@link java.util.ServiceLoader}. */
public final class AgentPreparation implements LauncherSessionListener {

    /** Surefire opens several sessions in one JVM: the class path is scanned in the first one only. */
    private static final AtomicBoolean SCANNED = new AtomicBoolean();

    /** Creates the listener; called by the launcher. */
    public AgentPreparation() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (SCANNED.compareAndSet(false, true) && AgentNeed.isOn(System.getProperty("java.class.path", ""))) {
            AgentNeed.prepare();
        }
    }
}

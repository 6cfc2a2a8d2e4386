package io.wringer.extension.leak;

import io.wringer.extension.run.Outcome;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.management.ObjectName;

/** A body that leaks an object and a thread, for a JVM that does not let Wringer see all; prints what is said of it. */
final class Degraded {

    private static final Map<String, String> SMALL =
            Map.of("wringer.leak.iterations", "60", "wringer.leak.warmup", "20");

    private final List<Object> kept = new ArrayList<>();

    private Degraded() {}

    public static void main(String[] none) throws Throwable {
        if (Boolean.getBoolean("without.commands")) {
            ManagementFactory.getPlatformMBeanServer()
                    .unregisterMBean(new ObjectName("com.sun.management:type=DiagnosticCommand"));
        }
        Degraded owner = new Degraded();
        CountDownLatch never = new CountDownLatch(1);
        Outcome outcome = Bodies.repeat(SMALL, owner, () -> {
            owner.kept.add(new Object());
            Thread thread = new Thread(() -> waitFor(never), "waiter");
            thread.setDaemon(true);
            thread.start();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait(); // what is only on its way to the latch would be counted one window later
            }
        });
        outcome.findings().forEach(finding -> System.out.println(finding.severity() + " " + finding.headline()));
        System.exit(0);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.wringer.extension.leak.heap;

import java.lang.management.ManagementFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Collects garbage fully and counts what is left. */
public final class Collector implements HeapCounter {

    private static final long REFERENCES_MILLIS = 250;
    private static final String HISTOGRAM = "gcClassHistogram";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName commands;
    private final boolean explicit;
    private int collections;

    private Collector(ObjectName commands, boolean explicit) {
        this.commands = commands;
        this.explicit = explicit;
    }

    /** Returns a collector, empty if this JVM counts no objects. */
    public static Optional<Collector> find() {
        try {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            if (!ManagementFactory.getPlatformMBeanServer().isRegistered(commands)) {
                return Optional.empty();
            }
            boolean explicit = !Jvm.flag("DisableExplicitGC") && !Jvm.flag("ExplicitGCInvokesConcurrent");
            return Optional.of(new Collector(commands, explicit));
        } catch (JMException e) {
            return Optional.empty();
        }
    }

    /** Collects several times, and lets the JVM clear and enqueue references in between. */
    @Override
    public void collect(int times) {
        for (int i = 0; i < times; i++) {
            collectOnce();
        }
    }

    @Override
    public int collections() {
        return collections;
    }

    @Override
    public Histogram histogram() {
        return Histogram.parse(execute("-all"));
    }

    private void collectOnce() {
        collections++;
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), queue);
        try {
            if (explicit) {
                System.gc();
            } else {
                execute(); // the command without -all collects, whatever -XX:+DisableExplicitGC says
            }
            await(queue);
        } finally {
            Reference.reachabilityFence(sentinel);
        }
    }

    private static void await(ReferenceQueue<Object> queue) {
        try {
            queue.remove(REFERENCES_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String execute(String... arguments) {
        try {
            Object result = server.invoke(
                    commands, HISTOGRAM, new Object[] {arguments}, new String[] {String[].class.getName()});
            return String.valueOf(result);
        } catch (JMException e) {
            throw new IllegalStateException("the diagnostic command " + HISTOGRAM + " failed", e);
        }
    }
}

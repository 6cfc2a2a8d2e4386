package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Creates the gauges of this JVM. */
public final class Gauges {

    private static final String NO_AGENT = " not watched: the JDK's own lists could not be opened";

    private final Set<Resource> kinds;
    private final List<String> unavailable;
    private final List<Gauge> gauges = new ArrayList<>();

    private Gauges(Set<Resource> kinds, List<String> unavailable) {
        this.kinds = kinds;
        this.unavailable = unavailable;
    }

    /**
     * Returns the gauges that need no search.
     *
     * @param kinds what is watched
     * @param unavailable receives what cannot be watched here, with the reason
     */
    public static List<Gauge> of(Set<Resource> kinds, List<String> unavailable) {
        Gauges all = new Gauges(kinds, unavailable);
        all.addThreads();
        all.addDescriptors();
        all.addMemory();
        all.addRegistrations();
        return all.gauges;
    }

    /** Makes a gauge of a number that the test itself gives. */
    public static Gauge given(String name, LongSupplier size) {
        return new GivenGauge(name, size);
    }

    private void addThreads() {
        boolean open = Internals.open("java.lang", "java.util.concurrent");
        add(new ItemGauge(Resource.TIMERS, "timer", LiveThreads::timers));
        add(new ItemGauge(Resource.LATCHES, "thread waiting for a latch", LiveThreads::atLatches));
        if (open) {
            add(new ItemGauge(Resource.EXECUTORS, "executor", LiveThreads::executors));
        } else {
            missing(Resource.EXECUTORS, "executors were" + NO_AGENT);
        }
        add(new ItemGauge(Resource.THREADS, "live thread", LiveThreads::threads));
        VirtualThreads virtual = watched(Resource.VIRTUAL_THREADS) ? VirtualThreads.find() : null;
        if (virtual != null) {
            add(new ItemGauge(Resource.VIRTUAL_THREADS, "live virtual thread", virtual::items));
        } else if (Runtime.version().feature() >= 21) {
            missing(Resource.VIRTUAL_THREADS, "virtual threads were" + NO_AGENT);
        }
    }

    private void addDescriptors() {
        if (DescriptorTable.isReadable()) {
            add(descriptors(Resource.FILE_DESCRIPTORS, "open file"));
            add(descriptors(Resource.SOCKETS, "open socket"));
            add(descriptors(Resource.PIPES, "open pipe"));
        } else {
            missing(Resource.FILE_DESCRIPTORS, "descriptors were not counted: this system has no /proc/self/fd");
        }
        Cleanables cleanables = watched(Resource.UNCLOSED) ? Cleanables.find() : null;
        if (cleanables != null) {
            UnclosedGauge.all(cleanables).forEach(this::add);
        } else {
            missing(Resource.UNCLOSED, "unclosed streams were" + NO_AGENT);
        }
        add(new ItemGauge(Resource.PROCESSES, "child process", Platform::processes));
    }

    private static Gauge descriptors(Resource kind, String unit) {
        return new ItemGauge(kind, unit, () -> DescriptorTable.open(kind));
    }

    private void addMemory() {
        Platform.buffers().forEach(this::add);
        add(new ReadGauge(Resource.CLASSES, "loaded class", Platform::classes));
        if (watched(Resource.CLASS_LOADERS) && Platform.canListLoaders()) {
            add(new ItemGauge(Resource.CLASS_LOADERS, "class loader", Platform::loaders));
        } else {
            missing(Resource.CLASS_LOADERS, "class loaders were not watched: there is no agent");
        }
    }

    private void addRegistrations() {
        add(new ItemGauge(Resource.MBEANS, "MBean", Platform::mbeans));
        if (Internals.open("java.lang", "java.io")) {
            add(new ItemGauge(Resource.SHUTDOWN_HOOKS, "shutdown hook", Platform::shutdownHooks));
            add(new ItemGauge(Resource.TEMP_FILES, "path to delete on exit", Platform::deletedOnExit));
        } else {
            missing(Resource.SHUTDOWN_HOOKS, "shutdown hooks and delete-on-exit entries were" + NO_AGENT);
        }
    }

    private boolean watched(Resource kind) {
        return kinds.contains(kind);
    }

    private void add(Gauge gauge) {
        if (watched(gauge.kind())) {
            gauges.add(gauge);
        }
    }

    private void missing(Resource kind, String reason) {
        if (watched(kind)) {
            unavailable.add(reason);
        }
    }
}

package io.wringer.extension.leak.watch;

import com.sun.management.UnixOperatingSystemMXBean;
import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.leak.Resource;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        return of(kinds, unavailable, DescriptorTable.isReadable());
    }

    /**
     * Returns them for a system.
     *
     * @param processTable whether it lists the descriptors of this process
     */
    static List<Gauge> of(Set<Resource> kinds, List<String> unavailable, boolean processTable) {
        Gauges all = new Gauges(kinds, unavailable);
        all.addThreads();
        all.addDescriptors(processTable);
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

    private void addDescriptors(boolean processTable) {
        if (processTable) {
            DescriptorTable.initialise();
            add(new DescriptorGauge(Resource.FILE_DESCRIPTORS, "open file"));
            add(new DescriptorGauge(Resource.SOCKETS, "open socket"));
            add(new DescriptorGauge(Resource.PIPES, "open pipe"));
        } else {
            addDescriptorsByNumber();
        }
        addUnclosed();
        addOpened();
        add(new ItemGauge(Resource.PROCESSES, "child process", Platform::processes));
    }

    private void addUnclosed() {
        if (!watched(Resource.UNCLOSED) && !watched(Resource.EXECUTORS)) {
            return;
        }
        List<Openables> sources = Stream.<@Nullable Openables>of(Cleanables.find(), Finalizables.find())
                .flatMap(Stream::ofNullable)
                .toList();
        new Unclosed(sources).gauges(kinds).forEach(this::add);
        if (sources.isEmpty()) {
            missing(Resource.UNCLOSED, "unclosed streams were" + NO_AGENT);
        }
    }

    private void addDescriptorsByNumber() {
        String reason = " because this system has no /proc/self/fd";
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            add(new ReadGauge(Resource.FILE_DESCRIPTORS, "open descriptor", system::getOpenFileDescriptorCount));
            missing(Resource.SOCKETS, "sockets and pipes were counted as descriptors only," + reason);
        } else {
            missing(Resource.FILE_DESCRIPTORS, "files, sockets and pipes were not counted" + reason);
        }
    }

    private void addOpened() {
        if (!watched(Resource.UNCLOSED) && !watched(Resource.TEMP_FILES)) {
            return;
        }
        try {
            Opened opened = Opened.begin();
            OpenedGauge.unclosed(opened).forEach(this::add);
            add(OpenedGauge.temporaryFiles(opened));
        } catch (AgentUnavailableException | RuntimeException | LinkageError e) {
            missing(
                    Resource.UNCLOSED,
                    "statements, connections and response bodies were not watched: " + e.getMessage());
            missing(Resource.TEMP_FILES, "temporary files were not watched: " + e.getMessage());
        }
    }

    private void addMemory() {
        Platform.buffers().forEach(this::add);
        add(new ClassesGauge());
        if (watched(Resource.NATIVE_MEMORY)) {
            NativeMemory.find()
                    .ifPresentOrElse(this::add, () -> missing(Resource.NATIVE_MEMORY, NativeMemory.UNAVAILABLE));
        }
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
            add(new DeletedOnExitGauge());
        } else {
            missing(Resource.SHUTDOWN_HOOKS, "shutdown hooks were" + NO_AGENT);
            missing(Resource.TEMP_FILES, "paths to delete on exit were" + NO_AGENT);
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

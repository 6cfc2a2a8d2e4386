package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Creates the gauges of this JVM. */
public final class Gauges {

    private Gauges() {}

    /**
     * Returns the gauges that need no search.
     *
     * @param kinds what is watched
     * @param unavailable receives what cannot be watched here, with the reason
     */
    public static List<Gauge> of(Set<Resource> kinds, List<String> unavailable) {
        List<Gauge> gauges = new ArrayList<>();
        gauges.add(new ThreadGauge());
        if (DescriptorTable.isReadable()) {
            gauges.add(new DescriptorGauge(Resource.FILE_DESCRIPTORS, "open file"));
            gauges.add(new DescriptorGauge(Resource.SOCKETS, "open socket"));
            gauges.add(new DescriptorGauge(Resource.PIPES, "open pipe"));
        } else if (kinds.contains(Resource.FILE_DESCRIPTORS)) {
            unavailable.add("descriptors were not counted: there is no /proc/self/fd on this system");
        }
        gauges.removeIf(gauge -> !kinds.contains(gauge.kind()));
        return gauges;
    }

    /** Makes a gauge of a number that the test itself gives. */
    public static Gauge given(String name, LongSupplier size) {
        return new GivenGauge(name, size);
    }
}

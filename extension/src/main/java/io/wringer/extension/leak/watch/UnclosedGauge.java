package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many things of one sort were left open since the beginning, those included that a collection closed since. */
final class UnclosedGauge implements Gauge {

    private static final List<String> SORTS =
            List.of("file stream", "file channel", "Inflater", "Deflater", "ZipFile or JarFile");

    private final Cleanables cleanables;
    private final String sort;
    private long left;
    private long still;

    private UnclosedGauge(Cleanables cleanables, String sort) {
        this.cleanables = cleanables;
        this.sort = sort;
        this.still = open();
    }

    static List<Gauge> all(Cleanables cleanables) {
        List<Gauge> gauges = new ArrayList<>();
        SORTS.forEach(sort -> gauges.add(new UnclosedGauge(cleanables, sort)));
        return gauges;
    }

    @Override
    public Resource kind() {
        return Resource.UNCLOSED;
    }

    @Override
    public String unit() {
        return "unclosed " + sort;
    }

    @Override
    public void beforeCollection() {
        left += Math.max(0, open() - still);
    }

    @Override
    public long read() {
        beforeCollection();
        still = open();
        return left;
    }

    @Override
    public List<String> evidence() {
        return List.of("a collection closes them sooner or later, which hides them from a count of descriptors");
    }

    private long open() {
        Map<String, Integer> counts = cleanables.count();
        return counts.getOrDefault(sort, 0);
    }
}

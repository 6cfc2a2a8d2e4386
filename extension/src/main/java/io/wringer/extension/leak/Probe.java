package io.wringer.extension.leak;

import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.leak.watch.Gauges;
import io.wringer.leak.LeakProbe;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What a test hands in; thread-safe. A name that is given again, as a repeated body does, replaces its number. */
final class Probe implements LeakProbe {

    private final Map<String, LongSupplier> sizes = new LinkedHashMap<>();
    private final Map<String, Gauge> gauges = new LinkedHashMap<>();
    private final List<WeakReference<Object>> condemned = new ArrayList<>();

    @Override
    public synchronized void watch(String name, LongSupplier size) {
        Objects.requireNonNull(size, "size");
        sizes.put(Objects.requireNonNull(name, "name"), size);
        gauges.computeIfAbsent(name, added -> Gauges.given(added, () -> read(added)));
    }

    @Override
    public synchronized void mustBeCollected(Object object) {
        condemned.add(new WeakReference<>(Objects.requireNonNull(object, "object")));
    }

    synchronized List<Gauge> gauges() {
        return List.copyOf(gauges.values());
    }

    synchronized boolean isCondemned(Object object) {
        return condemned.stream().anyMatch(reference -> reference.refersTo(object));
    }

    /** Returns how many of the objects that must be collected are still there, by class. */
    synchronized Map<String, Integer> survivors() {
        Map<String, Integer> survivors = new TreeMap<>();
        condemned.removeIf(reference -> reference.refersTo(null));
        for (WeakReference<Object> reference : condemned) {
            Object alive = reference.get();
            if (alive != null) {
                survivors.merge(alive.getClass().getName(), 1, Integer::sum);
            }
        }
        return survivors;
    }

    synchronized int condemned() {
        return condemned.size();
    }

    private long read(String name) {
        LongSupplier size;
        synchronized (this) {
            size = Objects.requireNonNull(sizes.get(name));
        }
        return size.getAsLong();
    }
}

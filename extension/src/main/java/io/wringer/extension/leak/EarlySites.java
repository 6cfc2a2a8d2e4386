package io.wringer.extension.leak;

import io.wringer.extension.leak.site.Site;
import io.wringer.extension.leak.site.Sites;
import io.wringer.extension.leak.site.Target;
import io.wringer.extension.leak.site.Targets;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.leak.Resource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Watches from the beginning who takes from pools, and from the first repeats on who takes permits and locks of which
 * some did not come back: these run dry soon, and then it is too late to ask.
 */
final class EarlySites implements AutoCloseable {

    private static final Set<Resource> LENT = EnumSet.of(Resource.POOLS, Resource.PERMITS, Resource.LOCKS);

    /** What is not given back shows after so many repeats. */
    private static final int LOOKS = 2;

    private final Instruments instruments;
    private final ToLongFunction<Gauge> before;
    private final Map<Resource, List<Site>> taken = new EnumMap<>(Resource.class);
    private final Set<Resource> watched = EnumSet.noneOf(Resource.class);
    private @Nullable Sites sites;

    /**
     * Begins to watch.
     *
     * @param before the value that a gauge had before the first repeat
     */
    EarlySites(Instruments instruments, ToLongFunction<Gauge> before) {
        this.instruments = instruments;
        this.before = before;
        if (instruments.hasPools()) {
            watch(EnumSet.of(Resource.POOLS));
        }
    }

    /** Looks after a repeat of the warm-up whether something did not come back. */
    void look(int repeats) {
        if (repeats > LOOKS) {
            return;
        }
        Set<Resource> grown = EnumSet.noneOf(Resource.class);
        for (Gauge gauge : instruments.gauges()) {
            if (LENT.contains(gauge.kind()) && gauge.read() > before.applyAsLong(gauge)) {
                grown.add(gauge.kind());
            }
        }
        watch(grown);
    }

    /** Returns who took what of a kind and did not give it back, for as long as this was open. */
    List<Site> of(Resource kind) {
        return taken.getOrDefault(kind, List.of());
    }

    private void watch(Set<Resource> kinds) {
        if (!watched.containsAll(kinds)) {
            close();
            watched.addAll(kinds);
            List<Target> targets =
                    watched.stream().flatMap(kind -> Targets.of(kind).stream()).toList();
            sites = SiteSearch.open(targets);
        }
    }

    @Override
    public void close() {
        Sites open = sites;
        sites = null;
        if (open != null) {
            watched.forEach(kind -> taken.put(kind, open.open(kind)));
            open.close();
        }
    }
}

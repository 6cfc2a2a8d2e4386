package io.wringer.extension.leak;

import io.wringer.extension.leak.site.Target;
import io.wringer.extension.leak.site.Targets;
import io.wringer.extension.leak.watch.Gauge;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Orders what was confirmed: the dominating thing leads, what it brings along is folded under it.
 *
 * <p>A timer brings a thread, a process brings pipes, a class loader brings classes, and all of them bring objects.
 */
final class Claims {

    private static final Map<Resource, Set<Resource>> BRINGS_ALONG = new EnumMap<>(Map.of(
            Resource.POOLS, Set.of(Resource.PERMITS, Resource.LOCKS, Resource.SOCKETS),
            Resource.TIMERS, Set.of(Resource.THREADS),
            Resource.EXECUTORS, Set.of(Resource.THREADS),
            Resource.LATCHES, Set.of(Resource.THREADS),
            Resource.PROCESSES, Set.of(Resource.PIPES, Resource.THREADS, Resource.UNCLOSED),
            Resource.FILE_DESCRIPTORS, Set.of(Resource.UNCLOSED),
            Resource.MAPPED_BUFFERS, Set.of(Resource.UNCLOSED),
            Resource.CLASS_LOADERS, Set.of(Resource.CLASSES)));

    private static final double ALIKE = 0.1;
    private static final double MOST_EACH = 3;

    private final LeakSpec spec;
    private final Map<Gauge, Series> gauges;
    private final List<HeapLeak> leaks;

    Claims(LeakSpec spec, Map<Gauge, Series> gauges, List<HeapLeak> leaks) {
        this.spec = spec;
        this.gauges = gauges;
        this.leaks = List.copyOf(leaks);
    }

    /**
     * Returns them.
     *
     * @param from the edge from which gauges are counted
     * @param fresh labels of what a gauge lists and did not list before
     */
    List<Claim> all(int from, Function<Gauge, List<String>> fresh) {
        List<Claim> claims = new ArrayList<>();
        gauges.forEach((gauge, series) -> {
            if (!isBroughtAlong(gauge)) {
                claims.add(claim(gauge, series, from, fresh.apply(gauge)));
            }
        });
        leaks.stream().filter(leak -> leadOf(leak, from) == null).forEach(leak -> claims.add(claim(leak)));
        return claims;
    }

    private Claim claim(Gauge gauge, Series series, int from, List<String> fresh) {
        Finding finding = SiteSearch.describe(
                LeakFindings.gauge(gauge, series, from, fresh), gauge.sites(), SiteSearch.verb(gauge.kind()));
        for (HeapLeak leak : leaks) {
            if (gauge == leadOf(leak, from)) {
                finding = finding.with("held by " + leak.holder().path().render());
            }
        }
        for (Map.Entry<Gauge, Series> other : gauges.entrySet()) {
            if (brings(gauge.kind(), other.getKey().kind())) {
                finding = finding.with("with it: " + LeakFindings.rateOf(other.getKey(), other.getValue(), from));
            }
        }
        double rate = series.rate(from, series.edges() - 1);
        return new Claim(finding, gauge.targets(), rate, SiteSearch.verb(gauge.kind()));
    }

    private Claim claim(HeapLeak leak) {
        String type = leak.holder().path().type();
        boolean traceable = !type.startsWith("[") && !isOfJdk(type);
        List<Target> targets = traceable ? List.of(Target.constructorOf(type)) : Targets.of(leak.kind());
        return new Claim(LeakFindings.heap(leak, spec), targets, leak.referencesPerIteration(), "");
    }

    /** Nearly everything needs native memory: it leads only where nothing else grows. */
    private boolean isBroughtAlong(Gauge gauge) {
        return gauge.kind() == Resource.NATIVE_MEMORY
                ? gauges.size() > 1 || !leaks.isEmpty()
                : gauges.keySet().stream().anyMatch(lead -> brings(lead.kind(), gauge.kind()));
    }

    static boolean brings(Resource lead, Resource other) {
        return (other == Resource.NATIVE_MEMORY && lead != other)
                || BRINGS_ALONG.getOrDefault(lead, Set.of()).contains(other);
    }

    /** Returns the gauge that explains a growing container: it grows alike, or the container is the JDK's own. */
    private @Nullable Gauge leadOf(HeapLeak leak, int from) {
        for (Map.Entry<Gauge, Series> entry : gauges.entrySet()) {
            double rate = entry.getValue().rate(from, entry.getValue().edges() - 1);
            boolean alike = isMultiple(rate, leak.referencesPerIteration());
            boolean leads = !entry.getKey().isNamed() && !entry.getKey().isSize() && !isBroughtAlong(entry.getKey());
            if (leads && (alike || leak.holder().path().isOfJdk())) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** One object may stand for two or three of what is counted: a pipe has two ends. */
    private static boolean isMultiple(double rate, double references) {
        double each = Math.max(1, Math.min(MOST_EACH, Math.rint(rate / references)));
        return Math.abs(rate - each * references) <= ALIKE * rate;
    }

    private static boolean isOfJdk(String type) {
        return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
    }

    /**
     * Something that leaks.
     *
     * @param finding what is known of it so far
     * @param targets methods that open or allocate it
     * @param rate growth per iteration
     * @param verb what is done where it is got, for the first line; empty if that names a holder already
     */
    record Claim(Finding finding, List<Target> targets, double rate, String verb) {
        Claim {
            targets = List.copyOf(targets);
        }
    }
}

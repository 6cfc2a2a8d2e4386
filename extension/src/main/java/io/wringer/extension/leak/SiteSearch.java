package io.wringer.extension.leak;

import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.leak.site.Site;
import io.wringer.extension.leak.site.Sites;
import io.wringer.extension.leak.site.Target;
import io.wringer.extension.verdict.Finding;
import io.wringer.leak.Resource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names the place where something is allocated, opened or acquired. */
final class SiteSearch {

    private static final int LEAST = 10;
    private static final int MOST = 200;
    private static final int MOST_SITES = 3;

    private SiteSearch() {}

    /** Returns how many iterations show what grows at a rate. */
    static int iterations(double rate) {
        return (int) Math.min(MOST, Math.max(LEAST, Math.ceil(LEAST / Math.max(rate, 1e-3))));
    }

    /** Instruments; {@code null} if there is nothing to instrument or it cannot be. */
    static @Nullable Sites open(List<Target> targets) {
        if (targets.isEmpty()) {
            return null;
        }
        try {
            return Sites.open(targets);
        } catch (AgentUnavailableException | RuntimeException | LinkageError e) {
            return null; // the finding stands without its site
        }
    }

    /**
     * Adds the sites to a finding, the first one to its first line too.
     *
     * @param verb what was done there
     */
    static Finding describe(Finding finding, List<Site> sites, String verb) {
        Finding described = describe(finding, sites);
        Optional<String> place =
                described.evidence().size() == finding.evidence().size()
                        ? Optional.empty()
                        : sites.stream().flatMap(site -> site.place().stream()).findFirst();
        return place.map(frame -> described.headed(described.headline() + ", " + verb + " at " + frame))
                .orElse(described);
    }

    /** Returns what is done where a thing of a kind is got. */
    static String verb(Resource kind) {
        return switch (kind) {
            case PERMITS, LOCKS -> "acquired";
            case POOLS -> "taken";
            case THREADS, VIRTUAL_THREADS, TIMERS, EXECUTORS, PROCESSES -> "started";
            case LATCHES -> "waiting";
            case MBEANS, SHUTDOWN_HOOKS -> "registered";
            case FILE_DESCRIPTORS, SOCKETS, PIPES, UNCLOSED, MAPPED_BUFFERS -> "opened";
            default -> "made";
        };
    }

    /** Adds the sites to a finding. */
    static Finding describe(Finding finding, List<Site> sites) {
        Finding described = finding;
        for (Site site : sites.stream()
                .filter(each -> !each.frames().isEmpty())
                .limit(MOST_SITES)
                .toList()) {
            described = described.with(text(site));
        }
        return described;
    }

    private static String text(Site site) {
        StringBuilder text = new StringBuilder(site.count() + " of them from");
        site.frames()
                .forEach(frame ->
                        text.append(System.lineSeparator()).append("    at ").append(frame));
        return text.toString();
    }
}

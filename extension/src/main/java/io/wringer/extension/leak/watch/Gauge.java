package io.wringer.extension.leak.watch;

import io.wringer.extension.leak.site.Site;
import io.wringer.extension.leak.site.Target;
import io.wringer.extension.leak.site.Targets;
import io.wringer.leak.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A number that must not grow from iteration to iteration; cheap to read, unless it is an estimate. */
public interface Gauge {

    /** Returns which kind of resource it counts. */
    Resource kind();

    /** Returns what it counts, in the singular: {@code live thread}. */
    String unit();

    /** Is told that a collection is about to hide what was only left behind. */
    default void beforeCollection() {}

    /** Is told that the collection is over. */
    default void afterCollection() {}

    /** Is called after each iteration: the time that it takes slows the code under test down. */
    default void betweenIterations() {}

    /** Reads the number. */
    long read();

    /**
     * Lists what is counted, by an identity that stays the same while the thing lives.
     *
     * @return identity to label; empty when only the number is known
     */
    default Map<Object, String> items() {
        return Map.of();
    }

    /** Returns the identities of the {@link #items}, for those who need no labels. */
    default Set<Object> identities() {
        return items().keySet();
    }

    /** Returns the labels of those {@link #items} that were not there before, given by their identities. */
    default List<String> itemsBeside(Set<Object> known) {
        Map<Object, String> items = new LinkedHashMap<>(items());
        items.keySet().removeAll(known);
        return List.copyOf(items.values());
    }

    /** Tells whether an object is one of the {@link #items}, by its identity there. */
    default boolean isItem(Object identity, Object object) {
        return Identities.isOf(kind(), identity, object);
    }

    /** Tells whether the number is known to be zero when nothing is out, as of a pool, so that it needs no baseline. */
    default boolean startsAtZero() {
        return kind() == Resource.POOLS || kind() == Resource.LOCKS;
    }

    /** Tells whether the unit is a name that the test gave, and not a noun that has a plural. */
    default boolean isNamed() {
        return false;
    }

    /** Tells whether the number is one of bytes. */
    default boolean isSize() {
        return false;
    }

    /** Tells whether one execution shows a leak; else only growth from repeat to repeat does. */
    default boolean showsAtOnce() {
        return true;
    }

    /**
     * Tells whether the JVM itself moves the number while it warms up, so that only even growth by repeats counts; such a
     * number takes milliseconds to read.
     */
    default boolean isEstimate() {
        return false;
    }

    /** Returns by how much the number changes at least, if it changes. */
    default long step() {
        return 1;
    }

    /** Returns the path of what hands out the counted things, empty if it is no pool, semaphore or lock. */
    default String lender() {
        return "";
    }

    /** Returns further lines about where the counted things are held or come from. */
    default List<String> evidence() {
        return List.of();
    }

    /** Returns where the counted things were opened, as far as the gauge itself knows; the most frequent first. */
    default List<Site> sites() {
        return List.of();
    }

    /** Returns the methods that open or acquire what is counted, for a search of their callers. */
    default List<Target> targets() {
        return Targets.of(kind());
    }
}

package io.wringer.extension.leak.site;

import java.util.Set;

/**
 * Methods of a class that acquire or release something.
 *
 * @param type name of the class
 * @param acquiring names of methods, {@code <init>} for the constructors
 * @param releasing names of methods, none if nothing is given back
 */
public record Target(String type, Set<String> acquiring, Set<String> releasing) {

    static final String CONSTRUCTOR = "<init>";

    public Target {
        acquiring = Set.copyOf(acquiring);
        releasing = Set.copyOf(releasing);
    }

    /** Returns the target of a class that is only ever constructed. */
    public static Target constructorOf(String type) {
        return new Target(type, Set.of(CONSTRUCTOR), Set.of());
    }

    /** Tells whether what is constructed is given back by letting it go. */
    public boolean needsNoRelease() {
        return acquiring.contains(CONSTRUCTOR) && releasing.isEmpty();
    }

    static Target of(String type, Set<String> acquiring, String... releasing) {
        return new Target(type, acquiring, Set.of(releasing));
    }
}

package io.wringer.extension.leak.heap;

import io.wringer.extension.grammar.Sizes;
import java.util.Locale;

/** Says that a walk of the heap would not fit into it, with the numbers. */
public final class WalkRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private WalkRefusedException(String format, Object... values) {
        super(String.format(Locale.ROOT, format + "; give the test JVM a larger -Xmx", values));
    }

    /** Refuses before the walk. */
    static WalkRefusedException before(long objects, long needed, long free) {
        return new WalkRefusedException(
                "walking %,d objects needs about %s and %s are free",
                objects, Sizes.render((double) needed), Sizes.render((double) free));
    }

    /** Gives up in the middle. */
    static WalkRefusedException after(long objects, long free) {
        return new WalkRefusedException(
                "a walk of the heap was given up after %,d objects, when %s were free",
                objects, Sizes.render((double) free));
    }
}

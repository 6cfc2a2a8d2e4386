package io.wringer.extension.leak.heap;

import io.wringer.extension.grammar.Sizes;
import java.util.Locale;

/** Says that a walk of the heap would not fit into it, with the numbers. */
public final class WalkRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    WalkRefusedException(long objects, long needed, long free) {
        super(String.format(
                Locale.ROOT,
                "walking %,d objects needs up to %s and %s are free; give the test JVM a larger -Xmx",
                objects,
                Sizes.render((double) needed),
                Sizes.render((double) free)));
    }
}

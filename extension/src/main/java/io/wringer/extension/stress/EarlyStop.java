package io.wringer.extension.stress;

import io.wringer.extension.grammar.Metric.Standard;
import io.wringer.extension.grammar.Objective;

/** Which objectives stop the load when they can no longer be met. */
enum EarlyStop {
    NEVER,
    SUCCESS,
    ANY;

    boolean watches(Objective objective) {
        return this == ANY || (this == SUCCESS && isAboutSuccess(objective));
    }

    /** Tells whether an objective speaks about failed operations. */
    static boolean isAboutSuccess(Objective objective) {
        return objective.metric() == Standard.SUCCESS || objective.metric() == Standard.ERRORS;
    }
}

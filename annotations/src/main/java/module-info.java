/** The annotations of Wringer, the handles that tests get as parameters, and the bridge to the engine. */
module io.wringer {
    requires transitive org.junit.jupiter.api;
    requires static transitive org.apiguardian.api;
    requires static transitive org.jspecify;

    exports io.wringer;
    exports io.wringer.chaos;
    exports io.wringer.leak;
    exports io.wringer.spi;
    exports io.wringer.stress;

    uses io.wringer.spi.WringerEngine;
}

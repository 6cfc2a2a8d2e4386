/** The annotations of Wringer, the handles that tests get as parameters, and the bridge to the engine. */
module io.wringer {
    requires transitive org.junit.jupiter.api;
    requires static org.apiguardian.api;
    requires static org.jspecify;

    exports io.wringer;
    exports io.wringer.chaos;
    exports io.wringer.leak;
    exports io.wringer.spi;
    exports io.wringer.stress;

    uses io.wringer.spi.WringerEngine;
}

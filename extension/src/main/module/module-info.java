/** Runs the tests that are annotated with Wringer's annotations; added to the jar after its libraries are shaded in. */
module io.wringer.extension {
    requires transitive io.wringer;
    requires static java.sql;
    requires java.instrument;
    requires java.management;
    requires jdk.attach;
    requires jdk.management;
    requires jdk.unsupported;
    requires static org.assertj.core;
    requires org.junit.jupiter.api;
    requires static org.junit.platform.launcher;

    exports io.wringer.extension.assertj;

    // The JVM calls the agents by reflection from there.
    exports io.wringer.extension.agent to
            java.instrument;
    exports io.wringer.extension.shaded.bytebuddy.agent to
            java.instrument;

    provides io.wringer.spi.WringerEngine with
            io.wringer.extension.JupiterEngine;
}

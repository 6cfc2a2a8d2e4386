/** Runs the tests that are annotated with Wringer's annotations; added to the jar after its libraries are shaded in. */
module io.wringer.extension {
    requires transitive io.wringer;
    requires java.instrument;
    requires java.management;
    requires jdk.attach;
    requires jdk.management;
    requires jdk.unsupported;
    requires static org.assertj.core;
    requires org.junit.jupiter.api;
    requires static org.junit.platform.launcher;

    exports io.wringer.extension.assertj;

    provides io.wringer.spi.WringerEngine with
            io.wringer.extension.JupiterEngine;
}

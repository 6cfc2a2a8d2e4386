package io.wringer.benchmark.chaos;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The first fault of a JVM: how much later the body of a test begins, counted from before JUnit's launcher is made, with
 * a fault than without. That is Wringer's own classes, the agent, the gate and the first weaving. Each in a JVM of its own.
 */
public final class Start {

    private static final int TURNS = 7;
    private static final double MOST_WITH_AGENT = 200;
    private static final double MOST_ATTACHING = 700;

    private Start() {}

    static final class Shop {
        static long price() {
            return 1;
        }
    }

    private static long started;
    private static double millis;

    private static void bodyBegins() {
        millis = (System.nanoTime() - started) / 1e6;
    }

    static class Plain {
        @Test
        void plain() {
            bodyBegins();
        }
    }

    static class Faulty {
        @Test
        @ChaosFault(fault = Fault.RETURN, value = "7", type = Shop.class, method = "price")
        void faulty() {
            bodyBegins();
            if (Shop.price() != 7) {
                throw new AssertionError("not struck");
            }
        }
    }

    static boolean measure() throws Exception {
        Path agent = agent();
        double[] with = new double[TURNS];
        double[] attaching = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            List<String> options = List.of("-javaagent:" + agent);
            with[turn] = begins(options, Faulty.class) - begins(options, Plain.class);
            attaching[turn] = begins(List.of(), Faulty.class) - begins(List.of(), Plain.class);
        }
        Files.delete(agent);
        return Figures.atMost(MOST_WITH_AGENT, Figures.median(with), "first fault armed with -javaagent, median, ms")
                & Figures.atMost(
                        MOST_ATTACHING, Figures.median(attaching), "first fault armed with self-attach, median, ms");
    }

    private static double begins(List<String> options, Class<?> test) throws Exception {
        return Fork.run(options, Start.class, test.getName())[0];
    }

    /** A jar that names Wringer's agent, which is on the class path. */
    private static Path agent() throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", "io.wringer.extension.agent.WringerAgent");
        attributes.putValue("Can-Redefine-Classes", "true");
        attributes.putValue("Can-Retransform-Classes", "true");
        Path jar = Files.createTempFile("benchmark", ".jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }

    /** Runs a test in this JVM. */
    public static void main(String[] arguments) {
        System.setProperty("wringer.output", System.getProperty("java.io.tmpdir"));
        started = System.nanoTime();
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(arguments[0]))
                        .build());
        System.out.printf(Locale.ROOT, "%.1f%n", millis);
        System.exit(0);
    }
}

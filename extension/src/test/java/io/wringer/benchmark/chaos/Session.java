package io.wringer.benchmark.chaos;

import io.wringer.chaos.ChaosFault;
import io.wringer.extension.chaos.ChaosSession;
import io.wringer.extension.chaos.ChaosSpec;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.extension.run.RunContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Opens the faults of a method as the conductor does. */
final class Session {

    private static final Settings SETTINGS = Settings.of(key -> Optional.empty());

    private Session() {}

    static ChaosSession open(Class<?> fixture, String method, boolean parallel) throws Exception {
        Method annotated = fixture.getDeclaredMethod(method);
        List<ChaosSpec> specs = Arrays.stream(annotated.getAnnotationsByType(ChaosFault.class))
                .map(fault -> ChaosSpec.parse(Attributes.of(fault, method, SETTINGS)))
                .toList();
        return ChaosSession.open(specs, SETTINGS, new RunContext("", "", 1, parallel), fixture);
    }

    /** A session of another thread, open until it is closed. */
    static AutoCloseable elsewhere(Class<?> fixture, String method) throws Exception {
        ChaosSession[] opened = new ChaosSession[1];
        Exception[] failure = new Exception[1];
        Thread other = new Thread(() -> {
            try {
                opened[0] = open(fixture, method, true);
                opened[0].start();
            } catch (Exception e) {
                failure[0] = e;
            }
        });
        other.start();
        other.join();
        if (failure[0] != null) {
            throw failure[0];
        }
        return opened[0];
    }
}

package io.wringer.extension.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.Slo;
import io.wringer.WringerConfigurationException;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.leak.LeakFree;
import io.wringer.leak.Lifecycle;
import io.wringer.leak.Resource;
import io.wringer.stress.StressTest;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AttributesTests {

    /** Carries annotations to read; a class of its own, because {@code @StressTest} is itself a test. */
    static class Annotated {
        @StressTest(duration = "10 sec", threads = -3, rampUp = "2s")
        void stressed() {}

        @LeakFree(
                watch = {Resource.THREADS, Resource.HEAP},
                lifecycle = Lifecycle.FULL,
                growth = "64KB")
        void leaking() {}

        @ChaosFault(fault = Fault.EXCEPTION, type = List.class, method = "add", probability = 0.25)
        void broken() {}
    }

    @Test
    void readsWhatIsDeclared() {
        Attributes leak = attributes("leaking", LeakFree.class, Map.of());

        assertThat(leak.constants("watch", Resource.class)).containsExactly(Resource.THREADS, Resource.HEAP);
        assertThat(leak.constant("lifecycle", Lifecycle.class)).isEqualTo(Lifecycle.FULL);
        assertThat(leak.size("growth")).isEqualTo(65536);
        assertThat(leak.duration("budget")).isEqualTo(Duration.ofSeconds(2));
        assertThat(leak.integer("iterations", 0)).isZero();
        assertThat(leak.texts("ignore")).isEmpty();
        Attributes chaos = attributes("broken", ChaosFault.class, Map.of());
        assertThat(chaos.type("type")).isEqualTo(List.class);
        assertThat(chaos.decimal("probability")).isEqualTo(0.25);
        Attributes stress = attributes("stressed", StressTest.class, Map.of());
        assertThat(stress.flag("findMaxRate")).isFalse();
        assertThat(stress.optionalFlag("abortOnBreach")).isEmpty();
        assertThat(stress.optionalRate("rate")).isEmpty();
        assertThat(stress.optionalDuration("rampUp")).contains(Duration.ofSeconds(2));
    }

    @Test
    void overridesEveryKindOfAttribute() {
        Attributes leak = attributes(
                "leaking",
                LeakFree.class,
                Map.of(
                        "wringer.leak.watch", "heap, file_descriptors",
                        "wringer.leak.lifecycle", "body",
                        "wringer.leak.growth", "1KB",
                        "wringer.leak.iterations", "50",
                        "wringer.leak.ignore", "com.acme.*,org.x.Y"));

        assertThat(leak.constants("watch", Resource.class)).containsExactly(Resource.HEAP, Resource.FILE_DESCRIPTORS);
        assertThat(leak.constant("lifecycle", Lifecycle.class)).isEqualTo(Lifecycle.BODY);
        assertThat(leak.size("growth")).isEqualTo(1024);
        assertThat(leak.integer("iterations", 0)).isEqualTo(50);
        assertThat(leak.texts("ignore")).containsExactly("com.acme.*", "org.x.Y");
        Attributes chaos = attributes(
                "broken",
                ChaosFault.class,
                Map.of("wringer.chaos.type", "java.util.Map", "wringer.chaos.probability", "0.5"));
        assertThat(chaos.type("type")).isEqualTo(Map.class);
        assertThat(chaos.decimal("probability")).isEqualTo(0.5);
        Attributes stress = attributes("stressed", StressTest.class, Map.of("wringer.stress.abortOnBreach", "false"));
        assertThat(stress.optionalFlag("abortOnBreach")).contains(false);
    }

    @Test
    void scaleShortensWhatRepeats() {
        Attributes leak =
                attributes("leaking", LeakFree.class, Map.of("wringer.scale", "0.1", "wringer.leak.iterations", "55"));

        assertThat(leak.scaledDuration("budget")).isEqualTo(Duration.ofMillis(200));
        assertThat(leak.scaledNumber("iterations", 0)).isEqualTo(6);
        assertThat(attributes("leaking", LeakFree.class, Map.of("wringer.scale", "0.1"))
                        .scaledNumber("warmup", -1))
                .isEqualTo(-1);
    }

    @Test
    void knowsWhatIsGiven() {
        Attributes leak = attributes("leaking", LeakFree.class, Map.of("wringer.leak.budget", "2s"));

        assertThat(leak.isGiven("growth")).isTrue();
        assertThat(leak.isGiven("budget")).isTrue();
        assertThat(leak.isGiven("warmup")).isFalse();
        assertThat(leak.isGiven("ignore")).isFalse();
    }

    @Test
    void namesElementAnnotationAttributeValueAndRemedy() {
        Attributes stress = attributes("stressed", StressTest.class, Map.of());

        assertMessage(() -> stress.duration("duration"), """
                @StressTest on com.acme.CartTest.checkout(): attribute duration: "10 sec" can't be read: \
                expected a unit: ns, us, ms, s, m or h
                    10 sec
                       ^
                Write for example "10s".""");
        assertMessage(() -> stress.integer("threads", 0), """
                @StressTest on com.acme.CartTest.checkout(): attribute threads: -3 is less than 0
                Write a whole number from 0 on.""");
    }

    @Test
    void namesTheKeyOfAWrongOverride() {
        Attributes stress = attributes(
                "stressed",
                StressTest.class,
                Map.of(
                        "wringer.stress.threads", "many",
                        "wringer.stress.abortOnBreach", "yes",
                        "wringer.stress.rate", "fast"));

        assertMessage(() -> stress.integer("threads", 0), """
                @StressTest on com.acme.CartTest.checkout(): attribute threads (from wringer.stress.threads): \
                "many" can't be read: expected a whole number
                    many
                    ^
                Write for example "10".""");
        assertMessage(() -> stress.optionalFlag("abortOnBreach"), """
                @StressTest on com.acme.CartTest.checkout(): attribute abortOnBreach \
                (from wringer.stress.abortOnBreach): "yes" is not a flag
                Write true or false.""");
        Attributes leak = attributes("leaking", LeakFree.class, Map.of("wringer.leak.lifecycle", "all"));
        assertMessage(() -> leak.constant("lifecycle", Lifecycle.class), """
                @LeakFree on com.acme.CartTest.checkout(): attribute lifecycle (from wringer.leak.lifecycle): \
                "all" is none of the possible values
                Write one of BODY, FULL.""");
    }

    @Test
    void refusesWrongGlobalSettings() {
        assertThatThrownBy(() -> settings(Map.of("wringer.seed", "x")).seed())
                .hasMessage(
                        "The value \"x\" of wringer.seed is not a whole number. Write for example -Dwringer.seed=42.");
        assertThatThrownBy(() -> settings(Map.of("wringer.scale", "0")).scale())
                .hasMessage("The value \"0\" of wringer.scale is not a number above 0 and at most 1000."
                        + " Write for example -Dwringer.scale=0.1.");
        assertThatThrownBy(
                        () -> settings(Map.of("wringer.inconclusive", "pass")).failsWhenInconclusive())
                .hasMessage("The value \"pass\" of wringer.inconclusive is neither abort nor fail."
                        + " Write for example -Dwringer.inconclusive=fail.");
        assertThat(settings(Map.of("wringer.seed", "42")).seed()).isEqualTo(42);
    }

    @Test
    void knowsTheKeysOfAllAttributes() {
        assertThat(KnownKeys.all())
                .contains("wringer.leak.budget", "wringer.stress.duration", "wringer.chaos.nth", "wringer.slo")
                .contains(
                        "wringer.seed", "wringer.scale", "wringer.inconclusive", "wringer.output", "wringer.leak.dump");
        assertThat(Attributes.key(Slo.class, "value")).isEqualTo("wringer.slo");
    }

    @Test
    void suggestsTheNearestKey() {
        assertThatExceptionOfType(WringerConfigurationException.class)
                .isThrownBy(() -> KnownKeys.check(List.of("wringer.stres.duration", "wringer.seed", "other")))
                .withMessage(
                        "Unknown configuration key wringer.stres.duration." + " Did you mean wringer.stress.duration?");
        assertThatExceptionOfType(WringerConfigurationException.class)
                .isThrownBy(() -> KnownKeys.check(List.of("wringer.qqqqqqqqqqqqqqqqqqqqqqqqqq")))
                .withMessageStartingWith("Unknown configuration key wringer.qqqqqqqqqqqqqqqqqqqqqqqqqq. Known keys: ");
        KnownKeys.check(List.of("wringer.version", "wringer.leak.budget", "junit.jupiter.x"));
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatExceptionOfType(WringerConfigurationException.class)
                .isThrownBy(call)
                .withMessage(message.replace("\n", System.lineSeparator()));
    }

    private static <A extends Annotation> Attributes attributes(
            String method, Class<A> type, Map<String, String> overrides) {
        try {
            A annotation = Annotated.class.getDeclaredMethod(method).getAnnotation(type);
            return Attributes.of(annotation, "com.acme.CartTest.checkout()", settings(overrides));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.of(key -> Optional.ofNullable(values.get(key)));
    }
}

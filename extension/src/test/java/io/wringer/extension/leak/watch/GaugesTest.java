package io.wringer.extension.leak.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.leak.Resource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which gauges there are on which system, and what is said of those that there are not. */
class GaugesTest {

    private static final Set<Resource> DESCRIPTORS =
            EnumSet.of(Resource.FILE_DESCRIPTORS, Resource.SOCKETS, Resource.PIPES);

    private final List<String> unavailable = new ArrayList<>();

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void withoutAProcessTableDescriptorsAreCountedAndTheRestIsSaid() {
        List<Gauge> gauges = Gauges.of(DESCRIPTORS, unavailable, false);

        assertThat(gauges).extracting(Gauge::kind).containsExactly(Resource.FILE_DESCRIPTORS);
        assertThat(gauges.get(0).unit()).isEqualTo("open descriptor");
        assertThat(gauges.get(0).read()).isPositive();
        assertThat(unavailable)
                .containsExactly(
                        "sockets and pipes were counted as descriptors only, because this system has no /proc/self/fd");
    }

    @Test
    void withAProcessTableEachKindIsCountedOnItsOwn() {
        List<Gauge> gauges = Gauges.of(DESCRIPTORS, unavailable, true);

        assertThat(gauges).extracting(Gauge::kind).containsExactlyInAnyOrderElementsOf(DESCRIPTORS);
        assertThat(unavailable).isEmpty();
    }
}

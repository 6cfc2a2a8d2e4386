package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.extension.chaos.weave.Gate;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChaosJudgeTest {

    @Test
    void thisJvmLetsFaultsFollowAllKindsOfThreads() throws Exception {
        assertThat(Gate.get().unattributable()).isEmpty();
    }

    @Test
    void kindsOfThreadsThatFaultsCannotFollowAreSaid() {
        List<Finding> findings = ChaosJudge.unattributable(List.of("thread pools"));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.headline()).isEqualTo("On this JVM, faults can't follow work into thread pools.");
        });
    }

    @Test
    void aWindowOpensAndClosesInTime() {
        AtomicLong now = new AtomicLong(1_000);
        When when = new When(
                0, 0, 0, 1, java.time.Duration.ofNanos(10), java.util.Optional.of(java.time.Duration.ofNanos(5)), 0);
        Window window = new Window(when, now::get);
        assertThat(window.isOpen()).isFalse();
        window.start();
        assertThat(window.isOpen()).isFalse();
        now.set(1_010);
        assertThat(window.isOpen()).isTrue();
        now.set(1_014);
        assertThat(window.isOpen()).isTrue();
        now.set(1_015);
        assertThat(window.isOpen()).isFalse();
        assertThat(window.awaitHealed(1)).isTrue();
        window.activate();
        assertThat(window.isOpen()).isTrue();
        window.heal();
        assertThat(window.isOpen()).isFalse();
        window.end();
        window.activate();
        assertThat(window.isOpen()).isFalse();
    }
}

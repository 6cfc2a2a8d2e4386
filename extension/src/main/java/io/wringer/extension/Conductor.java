package io.wringer.extension;

import io.wringer.WringerFailedError;
import io.wringer.extension.chaos.ChaosSession;
import io.wringer.extension.leak.LeakSession;
import io.wringer.extension.run.TestBody;
import io.wringer.extension.stress.StressSession;
import io.wringer.extension.verdict.FailureMessage;
import io.wringer.extension.verdict.Finding;
import io.wringer.extension.verdict.Severity;
import io.wringer.extension.verdict.Verdict;
import io.wringer.leak.Lifecycle;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Runs one test through its lenses: baseline, load with faults, drain, leak check; then throws what follows from it.
 *
 * <p>An exception of the user's code comes first; findings are then suppressed ones.
 */
final class Conductor {

    private final TestState state;
    private final Invocation<Void> invocation;
    private final TestBody body;
    private final TestBody first;

    private Conductor(TestState state, Invocation<Void> invocation, ReflectiveInvocationContext<Method> target) {
        this.state = state;
        this.invocation = invocation;
        this.body = new ReflectiveBody(target);
        this.first = new InvocationBody(invocation, body);
    }

    static void run(
            TestState state,
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> target,
            ExtensionContext context)
            throws Throwable {
        new Conductor(state, invocation, target).conduct(context);
    }

    private void conduct(ExtensionContext context) throws Throwable {
        Throwable thrown = null;
        try {
            execute(context);
        } catch (Throwable t) { // the user's own: kept, and thrown again after the faults are disarmed
            thrown = t;
        } finally {
            finishChaos();
        }
        if (thrown != null) {
            explain(thrown);
        }
        conclude(state.verdict(), thrown, state.reproduction(), state.settings().failsWhenInconclusive());
    }

    /** An exception of the user's own is the usual way in which a fault is caught: it then says what was injected. */
    private void explain(Throwable thrown) {
        if (state.chaos() != null && !(thrown instanceof TestAbortedException)) {
            thrown.addSuppressed(new RunNote(state.summary(), state.reproduction()));
        }
    }

    private void execute(ExtensionContext context) throws Throwable {
        if (state.stress() != null) {
            load(state.stress());
        } else if (state.leak() != null) {
            watch(state.leak(), context);
        } else {
            startChaos();
            first.call();
        }
    }

    private void load(StressSession stress) throws Throwable {
        declare();
        LeakSession leak = state.leak();
        if (leak != null) {
            leak.beforeLoad();
        }
        startChaos();
        state.add(stress.run(body, leak == null ? null : leak::checkpoint));
        finishChaos();
        if (leak != null) {
            state.add(leak.afterLoad(stress.completedOperations()));
        }
    }

    private void declare() throws Throwable {
        if (state.isPlanDeclared()) {
            first.call();
        } else {
            invocation.skip();
        }
    }

    private void watch(LeakSession leak, ExtensionContext context) throws Throwable {
        startChaos();
        if (state.plan().repeated()) {
            state.add(leak.repeat(first, repeats(context)));
            return;
        }
        leak.begin(body);
        first.call();
        state.add(leak.end());
    }

    private TestBody repeats(ExtensionContext context) {
        if (state.plan().leak() == null || state.plan().leak().lifecycle() == Lifecycle.BODY) {
            return body;
        }
        List<Object> instances = context.getRequiredTestInstances().getAllInstances();
        return new RenewingBody(body, () -> state.lifecycle().renew(instances));
    }

    private void startChaos() {
        ChaosSession chaos = state.chaos();
        if (chaos != null) {
            chaos.start();
        }
    }

    private void finishChaos() {
        ChaosSession chaos = state.takeChaos();
        if (chaos != null) {
            state.add(chaos.finish());
        }
    }

    /** Throws what follows from a verdict and from what the user's code threw itself; returns if all is well. */
    static void conclude(Verdict verdict, @Nullable Throwable thrown, String reproduction, boolean failInconclusive)
            throws Throwable {
        Throwable ours = toThrow(verdict, reproduction, failInconclusive);
        if (thrown == null) {
            if (ours != null) {
                throw ours;
            }
            return;
        }
        if (ours instanceof WringerFailedError) {
            thrown.addSuppressed(ours);
        }
        throw thrown;
    }

    private static @Nullable Throwable toThrow(Verdict verdict, String reproduction, boolean failInconclusive) {
        if (verdict instanceof Verdict.Passed) {
            return null;
        }
        String message = FailureMessage.render(verdict, reproduction);
        if (verdict instanceof Verdict.Inconclusive && !failInconclusive) {
            return new TestAbortedException(message);
        }
        return failure(message, causes(verdict));
    }

    private static WringerFailedError failure(String message, List<Throwable> causes) {
        WringerFailedError error = new WringerFailedError(message, causes.isEmpty() ? null : causes.get(0));
        causes.stream().skip(1).forEach(error::addSuppressed);
        return error;
    }

    private static List<Throwable> causes(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.severity() != Severity.NOTE)
                .map(Finding::causes)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }
}

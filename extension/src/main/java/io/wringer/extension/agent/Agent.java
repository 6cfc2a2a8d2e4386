package io.wringer.extension.agent;

import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/**
 * Gets the Instrumentation of this JVM: one that is already there, else by attaching to ourselves.
 *
 * <p>Thread-safe. The outcome, good or bad, is kept for the life of the JVM.
 */
public final class Agent {

    private static final String ATTACH_FLAG = "-XX:+EnableDynamicAgentLoading";
    /** Where Byte Buddy's own agent keeps what it was given; in parts, or shading would make our copy's name of it. */
    private static final String BYTE_BUDDY_INSTALLER = String.join(".", "net", "bytebuddy", "agent", "Installer");

    private static @Nullable Instrumentation instrumentation;
    private static @Nullable String failure;

    private Agent() {}

    /**
     * Returns the Instrumentation.
     *
     * @throws AgentUnavailableException if there is none and the JVM forbids to attach; says which line to add
     */
    public static synchronized Instrumentation instrumentation() throws AgentUnavailableException {
        if (instrumentation != null) {
            return instrumentation;
        }
        if (failure != null) {
            throw new AgentUnavailableException(failure, null);
        }
        instrumentation = present().orElse(null);
        return instrumentation != null ? instrumentation : attach();
    }

    /** Opens packages of a module to Wringer, so that a user's build needs no {@code --add-opens}. */
    public static void open(Class<?> memberOfModule, Set<String> packages) throws AgentUnavailableException {
        Module ours = Agent.class.getModule();
        Module theirs = memberOfModule.getModule();
        if (packages.stream().allMatch(name -> theirs.isOpen(name, ours))) {
            return;
        }
        Map<String, Set<Module>> opens = new HashMap<>();
        packages.forEach(name -> opens.put(name, Set.of(ours)));
        instrumentation().redefineModule(theirs, Set.of(ours), Map.of(), opens, Set.of(), Map.of());
    }

    private static Instrumentation attach() throws AgentUnavailableException {
        if (isForbidden()) {
            throw remember(null, "the JVM runs with -XX:-EnableDynamicAgentLoading");
        }
        try {
            instrumentation = ByteBuddyAgent.install();
            return instrumentation;
        } catch (RuntimeException | LinkageError e) {
            throw remember(e, "attaching to this JVM failed: " + e.getMessage());
        }
    }

    private static AgentUnavailableException remember(@Nullable Throwable cause, String reason) {
        failure = "Wringer needs an agent and has none: " + reason + ". Add one line, in Maven: "
                + "<argLine>" + ATTACH_FLAG + "</argLine> for Surefire, or give the jar as an agent: "
                + "-javaagent:/path/to/wringer-extension.jar.";
        return new AgentUnavailableException(failure, cause);
    }

    private static boolean isForbidden() {
        boolean forbidden = false;
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.equals("-XX:-EnableDynamicAgentLoading")) {
                forbidden = true;
            } else if (argument.equals(ATTACH_FLAG)) {
                forbidden = false;
            }
        }
        return forbidden;
    }

    private static Optional<Instrumentation> present() {
        return Optional.ofNullable(WringerAgent.instrumentation())
                .or(() -> readStatic(WringerAgent.class.getName(), "instrumentation"))
                .or(() -> readStatic(BYTE_BUDDY_INSTALLER, "getInstrumentation"));
    }

    private static Optional<Instrumentation> readStatic(String className, String method) {
        try {
            Class<?> holder = Class.forName(className, true, ClassLoader.getSystemClassLoader());
            return Optional.ofNullable(
                            (Instrumentation) holder.getMethod(method).invoke(null))
                    .filter(Agent::isUsable);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return Optional.empty(); // not there: the next source is asked
        }
    }

    private static boolean isUsable(Instrumentation candidate) {
        return candidate.isRetransformClassesSupported() && candidate.isRedefineClassesSupported();
    }
}

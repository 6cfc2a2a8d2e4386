package io.wringer.benchmark.chaos;

import io.wringer.extension.agent.Agent;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes the classes of the JDK that Wringer wove back to their own code, and again to what was woven, in one JVM. Both
 * ways they are retransformed, so that the one difference is the code.
 */
final class Originals {

    private final Instrumentation instrumentation;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Class<?>> woven = new ConcurrentHashMap<>();

    private volatile boolean restoring;

    private Originals(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** Keeps the class files from now on; to be called before anything is woven. */
    static Originals keep() throws Exception {
        Originals originals = new Originals(Agent.instrumentation());
        originals.instrumentation.addTransformer(originals.new Keeper(), true);
        return originals;
    }

    /** Finds out what was woven; to be called after the last fault was armed. Returns the names. */
    Set<String> find() throws UnmodifiableClassException {
        instrumentation.addTransformer(new Restorer(), true);
        Class<?>[] kept = Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(type -> type.getClassLoader() == null && files.containsKey(internalName(type)))
                .toArray(Class<?>[]::new);
        instrumentation.retransformClasses(kept);
        return new TreeSet<>(woven.keySet());
    }

    /** Lets the JDK be as it is without Wringer, or woven. */
    void restore(boolean original) throws UnmodifiableClassException {
        restoring = original;
        instrumentation.retransformClasses(woven.values().toArray(new Class<?>[0]));
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    /** Comes before Wringer and sees what the JDK has. */
    private final class Keeper implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
            if (loader == null && name != null) {
                files.put(name, classFile);
            }
            return null;
        }
    }

    /** Comes after Wringer and sees what it made of that. */
    private final class Restorer implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
            byte[] original = loader == null && name != null && redefined != null ? files.get(name) : null;
            if (original == null || Arrays.equals(original, classFile)) {
                return null;
            }
            woven.put(name, redefined);
            return restoring ? original : null;
        }
    }
}

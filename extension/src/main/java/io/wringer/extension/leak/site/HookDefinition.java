package io.wringer.extension.leak.site;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** Defines a copy of {@link Hook} in the package {@code java.lang}, and advice that calls the copy. */
final class HookDefinition {

    /** Further copies get a number. */
    static final String NAME = "java.lang.WringerHook";

    private static final int MOST_COPIES_OF_WRINGER = 100;

    private static @Nullable Class<?> defined;

    private HookDefinition() {}

    /** Returns the copy; a further copy of Wringer in the same JVM gets a hook of its own. */
    static synchronized Class<?> hook() {
        Class<?> known = defined;
        if (known == null) {
            known = define();
            defined = known;
        }
        return known;
    }

    /** Returns advice that calls the copy. */
    static Advice advice(Class<?> template) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(template.getName(), renamed(template, hook().getName())),
                ClassFileLocator.ForClassLoader.of(Advice.class.getClassLoader()),
                ClassFileLocator.ForClassLoader.ofBootLoader());
        return Advice.to(
                TypePool.Default.of(locator).describe(template.getName()).resolve(), locator);
    }

    private static Class<?> define() {
        try {
            Agent.open(Object.class, Set.of("java.lang"));
            return MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
                    .defineClass(renamed(Hook.class, freeName()));
        } catch (IllegalAccessException | AgentUnavailableException e) {
            throw new IllegalStateException("the hook cannot be defined", e);
        }
    }

    private static String freeName() {
        String name = NAME;
        for (int copy = 2; exists(name); copy++) {
            if (copy > MOST_COPIES_OF_WRINGER) {
                throw new IllegalStateException(
                        "more than " + MOST_COPIES_OF_WRINGER + " copies of Wringer in one JVM");
            }
            name = NAME + copy;
        }
        return name;
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Returns the bytes of a class in which the copy stands for the hook. */
    private static byte[] renamed(Class<?> type, String hook) {
        ClassWriter writer = new ClassWriter(0);
        SimpleRemapper renaming =
                new SimpleRemapper(Opcodes.ASM9, Type.getInternalName(Hook.class), hook.replace('.', '/'));
        new ClassReader(bytes(type)).accept(new ClassRemapper(writer, renaming), 0);
        return writer.toByteArray();
    }

    private static byte[] bytes(Class<?> type) {
        String resource = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class file of " + type.getName() + " is not there");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.wringer.extension.chaos.weave;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/** Defines a copy of {@link GateTemplate} in the package {@code java.lang}. */
final class GateDefinition {

    private static final String NAME = "java/lang/WringerGate";
    private static final int MOST_COPIES_OF_WRINGER = 100;

    private GateDefinition() {}

    /** Defines the gate; a further copy of Wringer in the same JVM gets a gate of its own. */
    static Class<?> define() throws AgentUnavailableException {
        Agent.open(Object.class, Set.of("java.lang"));
        for (int copy = 1; ; copy++) {
            String name = copy == 1 ? NAME : NAME + copy;
            if (!exists(name)) {
                return define(name);
            }
            if (copy == MOST_COPIES_OF_WRINGER) {
                throw new IllegalStateException("More than " + copy + " copies of Wringer in one JVM");
            }
        }
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name.replace('/', '.'), false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Class<?> define(String name) {
        try {
            return MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
                    .defineClass(bytes(name));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("java.lang was opened and yet is closed", e);
        }
    }

    private static byte[] bytes(String name) {
        ClassWriter writer = new ClassWriter(0);
        SimpleRemapper renaming = new SimpleRemapper(Opcodes.ASM9, Type.getInternalName(GateTemplate.class), name);
        new ClassReader(template()).accept(new ClassRemapper(writer, renaming), ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }

    private static byte[] template() {
        try (InputStream in = GateTemplate.class.getResourceAsStream("GateTemplate.class")) {
            if (in == null) {
                throw new IllegalStateException("The class file of " + GateTemplate.class.getName() + " is not there");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

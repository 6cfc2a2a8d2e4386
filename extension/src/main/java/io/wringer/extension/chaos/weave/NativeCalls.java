package io.wringer.extension.chaos.weave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reaches native methods of the JDK, which have no code to weave, by rewriting the places that call them, in the classes
 * of the test and the code under test. Thread-safe.
 */
final class NativeCalls {

    private static final int METHOD_REFERENCE = 10; // JVMS 4.4.2
    private static final String LINK =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/String;II)Ljava/lang/invoke/CallSite;";

    /** What runs the test measures time itself, and must go on to do it right. */
    private static final List<String> SPARED = List.of(
            "org.junit.",
            "org.awaitility.",
            "org.assertj.",
            "org.opentest4j.",
            "org.apache.maven.",
            "org.gradle.",
            "com.intellij.");

    private final Map<String, Target> targets = new ConcurrentHashMap<>();

    /** The points of a native method; -1 for none. */
    private record Target(int before, int after) {}

    /** Returns the native methods that a pointcut means. */
    static List<Method> find(Pointcut pointcut) {
        if (!pointcut.isExact() || !pointcut.type().startsWith("java.")) {
            return List.of();
        }
        try {
            return Arrays.stream(Class.forName(pointcut.type(), false, null).getDeclaredMethods())
                    .filter(method -> Modifier.isNative(method.getModifiers())
                            && Modifier.isStatic(method.getModifiers())
                            && Modifier.isPublic(method.getModifiers()))
                    .filter(method -> pointcut.matchesMethod(method.getName(), Type.getMethodDescriptor(method)))
                    .toList();
        } catch (ClassNotFoundException e) {
            return List.of();
        }
    }

    /** Adds a native method. */
    void add(Point point) {
        targets.merge(
                key(point.owner().replace('.', '/'), point.name(), point.descriptor()),
                point.after() ? new Target(-1, point.id()) : new Target(point.id(), -1),
                (present, added) ->
                        new Target(Math.max(present.before, added.before), Math.max(present.after, added.after)));
    }

    /** Tells whether the calls of a class can be rewritten. */
    boolean isConcerned(@Nullable ClassLoader loader, String className) {
        return !targets.isEmpty()
                && loader != null
                && loader != ClassLoader.getPlatformClassLoader()
                && SPARED.stream().noneMatch(className::startsWith);
    }

    /** Tells whether a loaded class calls one of the methods. */
    boolean calls(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (!isConcerned(loader, type.getName()) || loader == null) {
            return false;
        }
        try (InputStream in = loader.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return in == null || calls(new ClassReader(in));
        } catch (IOException | RuntimeException e) {
            return true; // its class file can't be read here: weaving will tell
        }
    }

    /** Tells whether a class file calls one of the methods. */
    boolean calls(ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int item = 1; item < reader.getItemCount(); item++) {
            int offset = reader.getItem(item);
            if (offset > 0 && reader.readByte(offset - 1) == METHOD_REFERENCE && isTarget(reader, offset, buffer)) {
                return true;
            }
        }
        return false;
    }

    private boolean isTarget(ClassReader reader, int offset, char[] buffer) {
        int nameAndType = reader.getItem(reader.readUnsignedShort(offset + 2));
        return targets.containsKey(key(
                reader.readClass(offset, buffer),
                reader.readUTF8(nameAndType, buffer),
                reader.readUTF8(nameAndType + 2, buffer)));
    }

    private static String key(@Nullable String owner, @Nullable String name, @Nullable String descriptor) {
        return owner + "." + name + descriptor;
    }

    /** Wraps the visitor of a method whose calls are to be rewritten. */
    MethodVisitor rewriting(MethodVisitor next, String gate) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                Target target = opcode == Opcodes.INVOKESTATIC ? targets.get(key(owner, name, descriptor)) : null;
                if (target == null) {
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                } else {
                    super.visitInvokeDynamicInsn(
                            name,
                            descriptor,
                            new Handle(Opcodes.H_INVOKESTATIC, gate, "link", LINK, false),
                            owner.replace('/', '.'),
                            target.before,
                            target.after);
                }
            }
        };
    }

    /** Returns the loaded classes that call one of the methods. */
    List<Class<?>> callers(Class<?>[] loaded) {
        List<Class<?>> callers = new ArrayList<>();
        for (Class<?> type : loaded) {
            if (!type.isArray() && !type.isPrimitive() && !type.isHidden() && calls(type)) {
                callers.add(type);
            }
        }
        return callers;
    }
}

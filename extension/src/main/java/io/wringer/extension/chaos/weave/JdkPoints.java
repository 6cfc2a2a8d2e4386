package io.wringer.extension.chaos.weave;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * The small fixed set of places in the JDK where work changes threads and where connections are made.
 *
 * <p>Adds calls only: no members, no branches, no frames.
 */
final class JdkPoints {

    private static final String RUNNABLE = "java/lang/Runnable";

    /** By class: what its methods get. */
    private static final Map<String, List<Change>> ATTRIBUTION = Map.of(
            "java/lang/Thread", List.of(captureAtEntry("start", 0)),
            "java/lang/VirtualThread", List.of(captureAtEntry("start", 0)),
            "java/util/concurrent/ThreadPoolExecutor",
                    List.of(captureAtEntry("execute", 1), runHere("runWorker", RUNNABLE)),
            "java/util/concurrent/FutureTask",
                    List.of(captureAtEnd("<init>"), callHere("run"), callHere("runAndReset")),
            "java/util/concurrent/ForkJoinTask", List.of(captureAtEnd("<init>"), adoptAround("doExec")),
            "java/util/Timer", List.of(captureAtEntry("sched", 1)),
            "java/util/TimerThread", List.of(runHere("mainLoop", "java/util/TimerTask")));

    private static final Map<String, List<Change>> CONNECTIONS = Map.of(
            "java/net/Socket",
                    List.of(divertAtEntry("connect", "(Ljava/net/SocketAddress;I)V")), // the other one calls it
            "sun/nio/ch/SocketChannelImpl", List.of(divertAtEntry("checkRemote", "(Ljava/net/SocketAddress;)")),
            "sun/nio/ch/AsynchronousSocketChannelImpl", List.of(divertAtEntry("connect", "(Ljava/net/SocketAddress;")));

    private JdkPoints() {}

    /** Wraps the visitor of one method, whose gate is given. */
    private interface Adapter {
        MethodVisitor adapt(MethodVisitor next, String gate);
    }

    /** A method, by its name and the beginning of its descriptor, and what it gets. */
    private record Change(String method, String descriptor, Adapter adapter) {
        Change(String method, Adapter adapter) {
            this(method, "", adapter);
        }

        boolean concerns(String name, String fullDescriptor) {
            return method.equals(name) && fullDescriptor.startsWith(descriptor);
        }
    }

    static void weaveAttribution(Instrumentation instrumentation, String gate) {
        weave(instrumentation, gate, ATTRIBUTION);
    }

    static void weaveConnections(Instrumentation instrumentation, String gate) {
        weave(instrumentation, gate, CONNECTIONS);
    }

    private static void weave(Instrumentation instrumentation, String gate, Map<String, List<Change>> changes) {
        Class<?>[] classes = changes.keySet().stream()
                .map(JdkPoints::named)
                .flatMap(Optional::stream)
                .toArray(Class<?>[]::new);
        instrumentation.addTransformer(new Transformer(gate, changes), true);
        try {
            instrumentation.retransformClasses(classes);
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException("This JVM does not let " + Arrays.toString(classes) + " be changed", e);
        }
    }

    /** Not every JDK has all of them: virtual threads came with 21. What is missed, the smoke test says. */
    private static Optional<Class<?>> named(String internalName) {
        try {
            return Optional.of(Class.forName(internalName.replace('/', '.'), false, null));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private record Transformer(String gate, Map<String, List<Change>> changes) implements ClassFileTransformer {

        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String className,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] classFile) {
            List<Change> wanted = loader == null && className != null ? changes.get(className) : null;
            return wanted == null ? null : rewrite(classFile, wanted);
        }

        private byte[] rewrite(byte[] classFile, List<Change> wanted) {
            ClassReader reader = new ClassReader(classFile);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9, writer) {
                        @Override
                        public MethodVisitor visitMethod(
                                int access,
                                String name,
                                String descriptor,
                                @Nullable String signature,
                                String @Nullable [] exceptions) {
                            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                            for (Change change : wanted) {
                                if (change.concerns(name, descriptor)) {
                                    return change.adapter.adapt(next, gate);
                                }
                            }
                            return next;
                        }
                    },
                    0);
            return writer.toByteArray();
        }
    }

    private static Change captureAtEntry(String method, int local) {
        return new Change(method, (next, gate) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                callWith(this, local, gate, "capture");
            }
        });
    }

    private static Change captureAtEnd(String method) {
        return new Change(method, (next, gate) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.RETURN) {
                    callWith(this, 0, gate, "capture");
                }
                super.visitInsn(opcode);
            }
        });
    }

    /** The method lets nothing out but by its return instructions. */
    private static Change adoptAround(String method) {
        return new Change(method, (next, gate) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                callWith(this, 0, gate, "adopt");
            }

            @Override
            public void visitInsn(int opcode) {
                if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                    callWith(this, 0, gate, "release");
                }
                super.visitInsn(opcode);
            }
        });
    }

    private static Change runHere(String method, String taskType) {
        return new Change(method, (next, gate) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (owner.equals(taskType) && name.equals("run")) {
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, gate, "run", "(Ljava/lang/Runnable;)V", false);
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                }
            }
        });
    }

    private static Change callHere(String method) {
        return new Change(method, (next, gate) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (owner.equals("java/util/concurrent/Callable") && name.equals("call")) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            gate,
                            "call",
                            "(Ljava/util/concurrent/Callable;Ljava/lang/Object;)Ljava/lang/Object;",
                            false);
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                }
            }
        });
    }

    private static Change divertAtEntry(String method, String descriptor) {
        return new Change(method, descriptor, (next, gate) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, 1);
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        gate,
                        "divert",
                        "(Ljava/net/SocketAddress;Ljava/lang/Object;)Ljava/net/SocketAddress;",
                        false);
                super.visitVarInsn(Opcodes.ASTORE, 1);
            }
        });
    }

    private static void callWith(MethodVisitor visitor, int local, String gate, String method) {
        visitor.visitVarInsn(Opcodes.ALOAD, local);
        visitor.visitMethodInsn(Opcodes.INVOKESTATIC, gate, method, "(Ljava/lang/Object;)V", false);
    }
}

package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import io.wringer.extension.run.Outcome;
import io.wringer.extension.testkit.ChildJvm;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the first fault of a JVM lets be seen from outside. */
@Timeout(120)
class FreshJvmTest {

    static class Service {
        static int answer() {
            return 1;
        }
    }

    static class Fixtures {
        @ChaosFault(fault = Fault.RETURN, value = "2", type = Service.class, method = "answer")
        @ChaosFault(fault = Fault.STALL, endpoint = "localhost", minFired = 0)
        void struck() {}
    }

    static final class Child {
        public static void main(String[] arguments) throws Exception {
            Outcome outcome = Faults.of(Fixtures.class, "struck")
                    .run(session -> System.out.println("struck: " + Service.answer()));
            System.out.println("findings: " + outcome.findings());
            System.out.println("after: " + Service.answer());
        }
    }

    /** Another agent makes each SocketChannel refuse to connect before the JDK looks at the address. */
    static final class ConnectsElsewhere {
        public static void main(String[] arguments) throws Exception {
            Agent.instrumentation().addTransformer(new RefusingChannels(), true);
            try (ChaosSession session = Faults.of(Fixtures.class, "struck").open()) {
                System.out.println("opened " + session);
            } catch (AgentUnavailableException e) {
                System.out.println(e.getMessage());
            }
            System.out.println("after: " + Service.answer());
        }
    }

    private static final class RefusingChannels implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
            if (!"sun/nio/ch/SocketChannelImpl".equals(name)) {
                return null;
            }
            ClassReader reader = new ClassReader(classFile);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(new Refusal(writer), 0);
            return writer.toByteArray();
        }
    }

    private static final class Refusal extends ClassVisitor {
        Refusal(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals("connect") || !descriptor.equals("(Ljava/net/SocketAddress;)Z")) {
                return next;
            }
            String refusal = "java/nio/channels/ConnectionPendingException";
            next.visitCode();
            next.visitTypeInsn(Opcodes.NEW, refusal);
            next.visitInsn(Opcodes.DUP);
            next.visitMethodInsn(Opcodes.INVOKESPECIAL, refusal, "<init>", "()V", false);
            next.visitInsn(Opcodes.ATHROW);
            next.visitMaxs(0, 0);
            next.visitEnd();
            return null; // the method's own code is dropped
        }
    }

    @Test
    void connectsThatBypassFaultsAreSaidWhenTheyAreWoven() throws Exception {
        List<String> said = ChildJvm.run(ConnectsElsewhere.class, "-Xlog:disable", "-Xlog:all=error");
        assertThat(said).hasSize(2);
        assertThat(said.get(0))
                .contains("connections bypass faults, although Wringer has woven the JDK's connects: SocketChannel"
                        + " (java.nio.channels.ConnectionPendingException). Another agent may have undone that");
        assertThat(said.get(1)).isEqualTo("after: 1");
    }

    /** The JVM warns if the boot class path was changed, which would end the sharing of classes. */
    @Test
    void nothingButTheEffect() throws Exception {
        List<String> said = ChildJvm.run(Child.class, "-Xshare:auto", "-Xlog:disable", "-Xlog:all=warning");
        assertThat(said).containsExactly("struck: 2", "findings: []", "after: 1");
    }
}

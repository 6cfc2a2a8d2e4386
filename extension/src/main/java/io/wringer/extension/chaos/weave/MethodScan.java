package io.wringer.extension.chaos.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Finds the methods of a class file whose names some place means. */
final class MethodScan extends ClassVisitor {

    /** Without code, or made by the compiler: a bridge calls the method that it stands for, and would count it twice. */
    static final int UNWOVEN = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC;

    private final List<Place> places;
    private final List<Method> methods = new ArrayList<>();
    private final List<String> classAnnotations = new ArrayList<>();

    private MethodScan(List<Place> places) {
        super(Opcodes.ASM9);
        this.places = places;
    }

    /**
     * A method with code.
     *
     * @param annotations the full names of the annotations on it and on its class
     */
    record Method(int access, String name, String descriptor, List<String> exceptions, List<String> annotations) {}

    static List<Method> of(ClassReader reader, List<Place> places) {
        MethodScan scan = new MethodScan(places);
        reader.accept(scan, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return scan.methods;
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        classAnnotations.add(Type.getType(descriptor).getClassName());
        return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        boolean woven = (access & UNWOVEN) == 0 && places.stream().anyMatch(place -> place.matchesName(name));
        return woven ? new Annotations(access, name, descriptor, exceptions) : null;
    }

    private final class Annotations extends MethodVisitor {
        private final int access;
        private final String name;
        private final String descriptor;
        private final List<String> exceptions;
        private final List<String> annotations = new ArrayList<>(classAnnotations);

        Annotations(int access, String name, String descriptor, String @Nullable [] exceptions) {
            super(Opcodes.ASM9);
            this.access = access;
            this.name = name;
            this.descriptor = descriptor;
            this.exceptions = exceptions == null
                    ? List.of()
                    : Arrays.stream(exceptions)
                            .map(type -> type.replace('/', '.'))
                            .toList();
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            annotations.add(Type.getType(descriptor).getClassName());
            return null;
        }

        @Override
        public void visitEnd() {
            methods.add(new Method(access, name, descriptor, exceptions, annotations));
        }
    }
}

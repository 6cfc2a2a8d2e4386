package io.wringer.extension.chaos.weave;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Adds the checks of one method.
 *
 * <p>The check at the entry branches where the frame is the one that every method starts with; the check after the work
 * branches in the gate. So no stack map has to be computed, and no class to be looked up for one.
 */
final class PointVisitor extends MethodVisitor {

    private final String gate;
    private final int access;
    private final Type method;
    private final boolean constructor;
    private final boolean frames;
    private final @Nullable Point before;
    private final @Nullable Point after;

    PointVisitor(MethodVisitor next, String gate, WovenMethod woven, boolean frames) {
        super(Opcodes.ASM9, next);
        this.gate = gate;
        this.access = woven.access();
        this.method = Type.getMethodType(woven.descriptor());
        this.constructor = woven.name().equals("<init>");
        this.frames = frames;
        this.before = woven.before();
        this.after = woven.after();
    }

    /** What is woven into a method. */
    record WovenMethod(
            int access,
            String name,
            String descriptor,
            @Nullable Point before,
            @Nullable Point after) {}

    @Override
    public void visitCode() {
        super.visitCode();
        if (before != null) {
            weaveEntry(before.id());
        }
    }

    private void weaveEntry(int id) {
        Label work = new Label();
        super.visitFieldInsn(Opcodes.GETSTATIC, gate, "points", "[[J");
        super.visitJumpInsn(Opcodes.IFNULL, work);
        push(id);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, gate, "isHit", "(I)Z", false);
        super.visitJumpInsn(Opcodes.IFEQ, work);
        Label answered = new Label();
        if (!constructor) {
            weaveRepetition(id, answered);
        }
        push(id);
        loadTarget(!constructor);
        loadArguments();
        super.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                gate,
                "strike",
                "(ILjava/lang/Object;[Ljava/lang/Object;)[Ljava/lang/Object;",
                false);
        if (constructor) {
            super.visitInsn(Opcodes.POP); // an object that was never constructed can't be an answer
        } else {
            super.visitLabel(answered);
            frame(Opcodes.F_SAME1, "[Ljava/lang/Object;");
            weaveAnswer();
        }
        super.visitLabel(work);
        frame(Opcodes.F_SAME, null);
        super.visitInsn(Opcodes.NOP); // keeps this frame apart from one at the start of the work
    }

    /** A fault that is known to answer alike needs neither the object nor the arguments. */
    private void weaveRepetition(int id, Label answered) {
        push(id);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, gate, "again", "(I)[Ljava/lang/Object;", false);
        super.visitInsn(Opcodes.DUP);
        super.visitJumpInsn(Opcodes.IFNONNULL, answered);
        super.visitInsn(Opcodes.POP);
    }

    private void weaveAnswer() {
        Label goOn = new Label();
        super.visitInsn(Opcodes.DUP);
        super.visitJumpInsn(Opcodes.IFNULL, goOn);
        super.visitInsn(Opcodes.ICONST_0);
        super.visitInsn(Opcodes.AALOAD);
        unboxAndReturn();
        super.visitLabel(goOn);
        frame(Opcodes.F_SAME1, "[Ljava/lang/Object;");
        super.visitInsn(Opcodes.POP);
    }

    private void frame(int kind, @Nullable String stackTop) {
        if (frames) {
            super.visitFrame(kind, 0, null, stackTop == null ? 0 : 1, new Object[] {stackTop});
        }
    }

    @Override
    public void visitInsn(int opcode) {
        if (after != null && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
            weaveExit(after.id());
        }
        super.visitInsn(opcode);
    }

    private void weaveExit(int id) {
        Type result = method.getReturnType();
        String answer = result.getSort() == Type.VOID
                ? ""
                : isReference(result) ? "Ljava/lang/Object;" : result.getDescriptor();
        loadTarget(true);
        push(id);
        super.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                gate,
                "after",
                "(" + answer + "Ljava/lang/Object;I)" + (answer.isEmpty() ? "V" : answer),
                false);
        if (isReference(result) && !result.getInternalName().equals("java/lang/Object")) {
            super.visitTypeInsn(Opcodes.CHECKCAST, result.getInternalName());
        }
    }

    private void loadTarget(boolean initialized) {
        if (initialized && (access & Opcodes.ACC_STATIC) == 0) {
            super.visitVarInsn(Opcodes.ALOAD, 0);
        } else {
            super.visitInsn(Opcodes.ACONST_NULL);
        }
    }

    private void loadArguments() {
        Type[] types = method.getArgumentTypes();
        push(types.length);
        super.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        int local = (access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
        for (int i = 0; i < types.length; i++) {
            super.visitInsn(Opcodes.DUP);
            push(i);
            super.visitVarInsn(types[i].getOpcode(Opcodes.ILOAD), local);
            box(types[i]);
            super.visitInsn(Opcodes.AASTORE);
            local += types[i].getSize();
        }
    }

    private void box(Type type) {
        if (!isReference(type)) {
            String boxed = boxed(type);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, boxed, "valueOf", "(" + type.getDescriptor() + ")L" + boxed + ";", false);
        }
    }

    private void unboxAndReturn() {
        Type type = method.getReturnType();
        if (type.getSort() == Type.VOID) {
            super.visitInsn(Opcodes.POP);
        } else if (isReference(type)) {
            super.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
        } else {
            String boxed = boxed(type);
            super.visitTypeInsn(Opcodes.CHECKCAST, boxed);
            super.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, boxed, type.getClassName() + "Value", "()" + type.getDescriptor(), false);
        }
        super.visitInsn(type.getOpcode(Opcodes.IRETURN));
    }

    private static boolean isReference(Type type) {
        return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
    }

    private static String boxed(Type primitive) {
        return switch (primitive.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.BYTE -> "java/lang/Byte";
            case Type.CHAR -> "java/lang/Character";
            case Type.SHORT -> "java/lang/Short";
            case Type.INT -> "java/lang/Integer";
            case Type.LONG -> "java/lang/Long";
            case Type.FLOAT -> "java/lang/Float";
            default -> "java/lang/Double";
        };
    }

    private void push(int number) {
        if (number >= Short.MIN_VALUE && number <= Short.MAX_VALUE) {
            super.visitIntInsn(Opcodes.SIPUSH, number);
        } else {
            super.visitLdcInsn(number);
        }
    }
}

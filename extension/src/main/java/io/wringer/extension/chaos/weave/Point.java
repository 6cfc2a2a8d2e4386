package io.wringer.extension.chaos.weave;

import java.util.List;
import net.bytebuddy.jar.asm.Type;

/**
 * A method with a woven check; immutable.
 *
 * @param id its number among all points of the JVM
 * @param owner the full name of the class that has the code
 * @param name the name of the method, {@code <init>} for a constructor
 * @param descriptor the types of its parameters and result
 * @param exceptions the full names of the exceptions that it declares
 * @param after whether the check stands after the work
 * @param wrapper whether the class passes work on to another object of a type of the same package
 */
public record Point(
        int id, String owner, String name, String descriptor, List<String> exceptions, boolean after, boolean wrapper) {

    public Point {
        exceptions = List.copyOf(exceptions);
    }

    /** Returns the method for people: {@code com.acme.Store.insert(Order)}. */
    public String signature() {
        return Signatures.of(owner, name, descriptor);
    }

    /** Returns the full name of the result's type. */
    public String returnType() {
        return Type.getReturnType(descriptor).getClassName();
    }

    /** Returns what distinguishes the method in a stack trace. */
    String frame() {
        return frame(owner, name, descriptor);
    }

    static String frame(String owner, String name, String descriptor) {
        return owner + '#' + name + descriptor;
    }
}

package io.wringer.extension.chaos.weave;

import java.util.Arrays;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.Type;

/** Writes methods for people. */
final class Signatures {

    private Signatures() {}

    static String of(String owner, String name, String descriptor) {
        String parameters = Arrays.stream(Type.getArgumentTypes(descriptor))
                .map(type -> simple(type.getClassName()))
                .collect(Collectors.joining(", ", "(", ")"));
        return owner + "." + (name.equals("<init>") ? "new" : name) + parameters;
    }

    static String simple(String name) {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}

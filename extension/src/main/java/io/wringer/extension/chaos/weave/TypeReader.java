package io.wringer.extension.chaos.weave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Finds the supertypes of a class that is being loaded, without loading any; thread-safe.
 *
 * <p>Class files come from the loader; a supertype without one was generated and must be loaded already.
 */
final class TypeReader {

    private static final Object BOOTSTRAP = new Object();

    private final Map<Object, Map<String, TypeInfo>> byLoader = Collections.synchronizedMap(new WeakHashMap<>());

    /** Reads a class file. */
    static TypeInfo read(ClassReader reader) {
        List<String> fieldTypes = new ArrayList<>();
        List<TypeInfo.Method> methods = new ArrayList<>();
        Map<String, List<String>> declared = new HashMap<>();
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public @Nullable FieldVisitor visitField(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            @Nullable Object value) {
                        if ((access & Opcodes.ACC_STATIC) == 0) {
                            fieldTypes.add(Type.getType(descriptor).getClassName());
                        }
                        return null;
                    }

                    @Override
                    public @Nullable MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        methods.add(method(reader.getAccess(), access, name, descriptor));
                        if (exceptions != null) {
                            declared.put(
                                    name + descriptor,
                                    Arrays.stream(exceptions)
                                            .map(TypeReader::dotted)
                                            .toList());
                        }
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new TypeInfo(
                dotted(reader.getClassName()),
                reader.getSuperName() == null ? null : dotted(reader.getSuperName()),
                Arrays.stream(reader.getInterfaces()).map(TypeReader::dotted).toList(),
                fieldTypes,
                methods,
                declared);
    }

    private static TypeInfo.Method method(int typeAccess, int access, String name, String descriptor) {
        return new TypeInfo.Method(name, descriptor, (access & neverInherited(typeAccess)) == 0);
    }

    /** Returns the modifiers of methods of a type that subtypes don't inherit, or that are not woven. */
    static int neverInherited(int typeAccess) {
        return MethodScan.UNWOVEN
                | Opcodes.ACC_PRIVATE
                | ((typeAccess & Opcodes.ACC_INTERFACE) == 0 ? 0 : Opcodes.ACC_STATIC);
    }

    /** Tells whether a class or one of its supertypes has a name that a pointcut means. */
    boolean anySupertype(TypeInfo type, @Nullable ClassLoader loader, Pointcut pointcut) {
        for (TypeInfo info : hierarchy(type, loader)) {
            if (pointcut.matchesTypeName(info.name())) {
                return true;
            }
        }
        return false;
    }

    /** Returns a class and its supertypes. */
    Collection<TypeInfo> hierarchy(TypeInfo type, @Nullable ClassLoader loader) {
        Map<String, TypeInfo> found = new LinkedHashMap<>();
        collect(type, loader, found);
        return found.values();
    }

    private void collect(TypeInfo type, @Nullable ClassLoader loader, Map<String, TypeInfo> found) {
        if (found.putIfAbsent(type.name(), type) != null) {
            return;
        }
        if (type.superclass() != null) {
            collect(find(type.superclass(), loader), loader, found);
        }
        type.interfaces().forEach(name -> collect(find(name, loader), loader, found));
    }

    private TypeInfo find(String name, @Nullable ClassLoader loader) {
        Map<String, TypeInfo> known =
                byLoader.computeIfAbsent(loader == null ? BOOTSTRAP : loader, key -> new ConcurrentHashMap<>());
        TypeInfo info = known.get(name);
        if (info == null) {
            info = load(name, loader);
            known.put(name, info);
        }
        return info;
    }

    private static TypeInfo load(String name, @Nullable ClassLoader loader) {
        ClassReader file = classFile(name, loader);
        return file == null ? loaded(name, loader) : read(file);
    }

    /** Returns the class file of a type, {@code null} if the loader has none. */
    static @Nullable ClassReader classFile(String name, @Nullable ClassLoader loader) {
        String path = name.replace('.', '/') + ".class";
        try (InputStream in =
                loader == null ? ClassLoader.getSystemResourceAsStream(path) : loader.getResourceAsStream(path)) {
            return in == null ? null : new ClassReader(in);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static TypeInfo loaded(String name, @Nullable ClassLoader loader) {
        try {
            return of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return new TypeInfo(
                    name, null, List.of(), List.of(), List.of(),
                    Map.of()); // loading goes on, and says itself what is missing
        }
    }

    private static TypeInfo of(Class<?> type) {
        return new TypeInfo(
                type.getName(),
                type.getSuperclass() == null ? null : type.getSuperclass().getName(),
                Arrays.stream(type.getInterfaces()).map(Class::getName).toList(),
                Arrays.stream(type.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .map(Field::getType)
                        .map(Class::getTypeName)
                        .toList(),
                Arrays.stream(type.getDeclaredMethods())
                        .map(method -> method(
                                type.getModifiers(),
                                method.getModifiers(),
                                method.getName(),
                                Type.getMethodDescriptor(method)))
                        .toList(),
                Map.of());
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }
}

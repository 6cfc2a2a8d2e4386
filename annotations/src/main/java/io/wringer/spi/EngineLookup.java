package io.wringer.spi;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Finds the engine once per class loader of test classes and keeps it in the root store. */
final class EngineLookup {

    private static final Namespace NAMESPACE = Namespace.create(EngineLookup.class);

    private EngineLookup() {}

    static WringerEngine find(ExtensionContext context) {
        WringerEngine engine = findIfPresent(context);
        if (engine == null) {
            throw missing(context);
        }
        return engine;
    }

    static @Nullable WringerEngine findIfPresent(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(testLoader(context), EngineLookup::load, Found.class)
                .engine();
    }

    private static ClassLoader testLoader(ExtensionContext context) {
        ClassLoader own = EngineLookup.class.getClassLoader();
        ClassLoader ofTest = context.getTestClass().map(Class::getClassLoader).orElse(own);
        return ofTest == null ? own : ofTest;
    }

    private static Found load(ClassLoader testLoader) {
        return Stream.of(testLoader, EngineLookup.class.getClassLoader())
                .map(loader -> ServiceLoader.load(WringerEngine.class, loader).findFirst())
                .flatMap(Optional::stream)
                .findFirst()
                .map(Found::new)
                .orElseGet(() -> new Found(null));
    }

    private static ExtensionConfigurationException missing(ExtensionContext context) {
        AnnotatedElement element = annotatedElement(context);
        String annotation = wringerAnnotation(element)
                .map(found -> "@" + found.annotationType().getSimpleName())
                .orElse("A Wringer annotation");
        return new ExtensionConfigurationException(annotation + " on " + describe(element)
                + " was not checked: no Wringer engine is on the test class path."
                + " wringer-annotations holds only the annotations; add the engine to the test dependencies,"
                + " in Maven: <dependency><groupId>io.wringer</groupId><artifactId>wringer-extension</artifactId>"
                + "<version>${wringer.version}</version><scope>test</scope></dependency>"
                + " (the same version as wringer-annotations).");
    }

    private static AnnotatedElement annotatedElement(ExtensionContext context) {
        for (ExtensionContext current = context;
                current != null;
                current = current.getParent().orElse(null)) {
            Optional<AnnotatedElement> element = current.getElement();
            if (element.isPresent() && wringerAnnotation(element.get()).isPresent()) {
                return element.get();
            }
        }
        return context.getElement().orElse(EngineLookup.class);
    }

    private static Optional<Annotation> wringerAnnotation(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .filter(annotation -> leadsToWringer(annotation.annotationType(), new HashSet<>()))
                .findFirst();
    }

    private static boolean leadsToWringer(Class<?> annotationType, Set<Class<?>> seen) {
        if (!seen.add(annotationType) || annotationType.getName().startsWith("java.lang.annotation.")) {
            return false;
        }
        return annotationType.getPackageName().startsWith("io.wringer")
                || annotationType.isAnnotationPresent(ConfigurationKey.class)
                || Stream.of(annotationType.getAnnotations())
                        .anyMatch(meta -> leadsToWringer(meta.annotationType(), seen));
    }

    private static String describe(AnnotatedElement element) {
        if (element instanceof Method method) {
            return method.getDeclaringClass().getName() + "." + method.getName() + "()";
        }
        return element instanceof Class<?> type ? type.getName() : element.toString();
    }

    private record Found(@Nullable WringerEngine engine) {}
}

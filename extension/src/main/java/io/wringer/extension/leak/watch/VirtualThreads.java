package io.wringer.extension.leak.watch;

import io.wringer.extension.leak.site.Frames;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Live virtual threads, as the thread containers of JDK 21 and later list them. */
final class VirtualThreads {

    private final Object root;
    private final Method children;
    private final Method threads;
    private final Method isVirtual;

    private VirtualThreads(Object root, Method children, Method threads, Method isVirtual) {
        this.root = root;
        this.children = children;
        this.threads = threads;
        this.isVirtual = isVirtual;
    }

    /** Returns them, {@code null} where there are none or the agent is missing. */
    static @Nullable VirtualThreads find() {
        if (Runtime.version().feature() < 21 || !Internals.open("jdk.internal.vm")) {
            return null;
        }
        try {
            Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers");
            Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer");
            Object root = accessible(containers.getMethod("root")).invoke(null);
            Method children = accessible(container.getMethod("children"));
            Method threads = accessible(container.getMethod("threads"));
            return new VirtualThreads(root, children, threads, Thread.class.getMethod("isVirtual"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    Map<Object, String> items() {
        Map<Object, String> items = new LinkedHashMap<>();
        try {
            add(root, items);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("listing virtual threads failed", e);
        }
        return items;
    }

    private void add(Object container, Map<Object, String> items) throws ReflectiveOperationException {
        try (Stream<?> all = (Stream<?>) threads.invoke(container)) {
            for (Object thread : all.toList()) {
                if ((boolean) isVirtual.invoke(thread)) {
                    items.put(System.identityHashCode(thread), label((Thread) thread));
                }
            }
        }
        try (Stream<?> inner = (Stream<?>) children.invoke(container)) {
            for (Object child : inner.toList()) {
                add(child, items);
            }
        }
    }

    private static String label(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        String at = stack.length == 0 ? "" : ", at " + Frames.render(Frames.own(stack));
        return "virtual thread \"" + thread.getName() + "\" (" + thread.getState() + at + ")";
    }

    private static Method accessible(Method method) {
        method.setAccessible(true);
        return method;
    }
}

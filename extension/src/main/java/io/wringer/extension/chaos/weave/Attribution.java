package io.wringer.extension.chaos.weave;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Knows for which test each thread works: the thread that opened it, the threads that such threads start, and any
 * thread while it runs a task that such a thread handed over. Thread-safe.
 */
@SuppressWarnings("ThreadLocalUsage") // one instance per JVM, held by the gate
public final class Attribution {

    private static final List<String> OWN_THREADS = List.of("wringer-link-", "wringer-chaos-");

    private final InheritableThreadLocal<ThreadContext> contexts = new InheritableThreadLocal<>() {
        @Override
        protected ThreadContext childValue(ThreadContext parent) {
            return new ThreadContext(parent.token(), scopeChanged);
        }
    };
    private final WeakIdentityMap<Token> startedThreads = new WeakIdentityMap<>();
    private final WeakIdentityMap<Token> tasks = new WeakIdentityMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Runnable scopeChanged;

    /** Creates it; a thread that begins to work for another test lets it be known, itself. */
    Attribution(Runnable scopeChanged) {
        this.scopeChanged = scopeChanged;
    }

    ThreadContext current() {
        ThreadContext context = contexts.get();
        return context != null && context.startIsKnown ? context : enter(context);
    }

    /** A thread that was made elsewhere works for the test that started it. */
    private ThreadContext enter(@Nullable ThreadContext inherited) {
        ThreadContext context = inherited != null ? inherited : new ThreadContext(null, scopeChanged);
        context.startIsKnown = true;
        if (inherited == null) {
            contexts.set(context);
        }
        Token starter = startedThreads.get(Thread.currentThread());
        if (OWN_THREADS.stream().anyMatch(Thread.currentThread().getName()::startsWith)) {
            context.workFor(Token.IMMUNE);
        } else if (starter != null) {
            context.workFor(starter);
        }
        scopeChanged.run(); // a thread may have lost its thread locals, and with them what it worked for
        return context;
    }

    /** Returns the test that the current thread works for, {@code null} if that is unknown. */
    public @Nullable Token token() {
        return current().liveToken();
    }

    /** Returns how many tests are open. */
    public int openTests() {
        return open.get();
    }

    /** Begins a test on the current thread. */
    public Token open() {
        Token token = new Token();
        current().workFor(token);
        open.incrementAndGet();
        return token;
    }

    /** Ends a test. May be called from any thread, and again. */
    public void close(Token token) {
        synchronized (token) {
            if (token.isExpired()) {
                return;
            }
            token.expire();
        }
        if (open.decrementAndGet() == 0) {
            startedThreads.clear();
            tasks.clear();
        }
        ThreadContext context = current();
        if (context.token() == token) {
            context.workFor(null);
        }
    }

    /** Runs Wringer's own work on a thread of a test without being struck. */
    public <T> T unstruck(java.util.function.Supplier<T> work) {
        ThreadContext context = current();
        context.depthInside++;
        try {
            return work.get();
        } finally {
            context.depthInside--;
        }
    }

    void captured(Object task) {
        ThreadContext context = current();
        if (context.depthInside > 0) {
            return;
        }
        context.depthInside++;
        try {
            note(task, context.liveToken());
        } finally {
            context.depthInside--;
        }
    }

    private void note(Object task, @Nullable Token token) {
        WeakIdentityMap<Token> tokens = task instanceof Thread ? startedThreads : tasks;
        if (token != null) {
            tokens.put(task, token);
        } else {
            tokens.remove(task);
        }
    }

    void adopted(Object task) {
        current().begin(task, tasks.get(task));
    }

    void released(Object task) {
        current().end(task);
    }
}

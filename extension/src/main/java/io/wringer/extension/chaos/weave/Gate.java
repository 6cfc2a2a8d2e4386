package io.wringer.extension.chaos.weave;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The one JVM-wide switch: connects woven code with the faults of the tests that are open. Thread-safe.
 *
 * <p>Woven code stays for the life of the JVM. Arming and disarming replaces one array.
 */
public final class Gate {

    private static final Elsewhere[] NONE = {};

    private static @Nullable Gate instance;

    private final Class<?> gateClass;
    private final Instrumentation instrumentation;
    private final Attribution attribution = new Attribution(this::forgetThread);
    private final Weaver weaver;
    private final List<Striker> armed = new ArrayList<>();
    private final MethodHandle threadId;
    private final VarHandle pointsField;
    private final VarHandle attributingField;
    private final VarHandle divertingField;
    private final List<Diverter> diverters = new CopyOnWriteArrayList<>();

    private final List<String> unattributable = new CopyOnWriteArrayList<>();

    private boolean connectionsAreWoven;
    private boolean connectionsAreProven;

    /** By point: whom it strikes, and whom not; {@code null} where nothing is armed. */
    private volatile @Nullable Elsewhere[] points = NONE;

    /** All that woven code may look into. */
    private volatile Elsewhere[] memories = NONE;

    private Gate(Class<?> gateClass, Instrumentation instrumentation) {
        this.gateClass = gateClass;
        this.instrumentation = instrumentation;
        this.weaver = Weaver.install(instrumentation, Type.getInternalName(gateClass), this::rearm);
        this.threadId = threadId(gateClass);
        this.pointsField = field("points", long[][].class);
        this.attributingField = field("attributing", boolean.class);
        this.divertingField = field("diverting", boolean.class);
        field("repetition", IntFunction.class).set((IntFunction<Object[]>) this::strikeAgain);
        field("striker", Function.class).set((Function<Object[], Object[]>) this::strike);
        field("capture", Consumer.class).set((Consumer<Object>) attribution::captured);
        field("adoption", Consumer.class).set((Consumer<Object>) attribution::adopted);
        field("release", Consumer.class).set((Consumer<Object>) attribution::released);
        field("diversion", BiFunction.class)
                .set((BiFunction<SocketAddress, Object, SocketAddress>) (address, socket) -> diverted(address));
    }

    /**
     * Returns the gate of this JVM, installing it the first time.
     *
     * @throws AgentUnavailableException if the JVM lets nobody instrument classes
     */
    public static synchronized Gate get() throws AgentUnavailableException {
        if (instance == null) {
            Instrumentation instrumentation = Agent.instrumentation();
            Gate gate = new Gate(GateDefinition.define(), instrumentation);
            JdkPoints.weaveAttribution(instrumentation, Type.getInternalName(gate.gateClass));
            gate.smokeTest();
            instance = gate;
        }
        return instance;
    }

    private void smokeTest() {
        Token token = open();
        try {
            unattributable.addAll(SmokeTest.run(attribution, token));
        } finally {
            close(token);
        }
    }

    /** Returns the kinds of threads that can't be attributed to a test on this JVM; normally none. */
    public List<String> unattributable() {
        return List.copyOf(unattributable);
    }

    /** Returns who knows for which test a thread works. */
    public Attribution attribution() {
        return attribution;
    }

    /** Returns who weaves. */
    public Weaver weaver() {
        return weaver;
    }

    /**
     * Lets connections of a test be diverted, until it is closed.
     *
     * @throws AgentUnavailableException if a way to connect does not ask, although it was woven
     */
    public void divert(Diverter diverter) throws AgentUnavailableException {
        synchronized (armed) {
            if (!connectionsAreWoven) {
                JdkPoints.weaveConnections(instrumentation, Type.getInternalName(gateClass));
                connectionsAreWoven = true;
            }
            proveConnections();
            diverters.add(diverter);
            divertingField.setVolatile(true);
        }
    }

    private void proveConnections() throws AgentUnavailableException {
        if (connectionsAreProven) {
            return;
        }
        divertingField.setVolatile(true); // nobody is diverted yet: there is no diverter
        try {
            ConnectSmokeTest.check(ConnectSmokeTest.ways());
            connectionsAreProven = true;
        } finally {
            divertingField.setVolatile(false);
        }
    }

    private SocketAddress diverted(SocketAddress address) {
        if (address instanceof ConnectSmokeTest.Probe probe) {
            probe.see();
            return address;
        }
        ThreadContext context = attribution.current();
        if (context.depthInside > 0
                || context.token() == Token.IMMUNE
                || !(address instanceof InetSocketAddress target)) {
            return address;
        }
        context.depthInside++;
        try {
            InetSocketAddress next = target;
            for (Diverter diverter : diverters) {
                next = diverter.divert(next, relation(diverter.token(), context));
            }
            return next;
        } finally {
            context.depthInside--;
        }
    }

    private Diverter.Relation relation(Token test, ThreadContext context) {
        if (context.token() == test) {
            return Diverter.Relation.OWN;
        }
        if (context.liveToken() != null) {
            return Diverter.Relation.FOREIGN;
        }
        return attribution.openTests() == 1 ? Diverter.Relation.UNKNOWN : Diverter.Relation.ANYBODY;
    }

    /** Begins a test on the current thread. */
    public Token open() {
        Token token = attribution.open();
        attributingField.setVolatile(true);
        return token;
    }

    /** Ends a test: nothing is struck for it any more. May be called from any thread, and again. */
    public void close(Token token) {
        synchronized (armed) {
            armed.removeIf(striker -> striker.token() == token);
            attribution.close(token);
            publish(List.of());
            diverters.removeIf(diverter -> diverter.token() == token);
            divertingField.setVolatile(!diverters.isEmpty());
            attributingField.setVolatile(attribution.openTests() > 0);
        }
    }

    /** Lets a fault strike. */
    public void arm(Striker striker) {
        synchronized (armed) {
            armed.add(striker);
            publish(List.of());
        }
    }

    /** Takes new points of armed places in; who is meant stays the same. */
    private void rearm() {
        synchronized (armed) {
            if (!armed.isEmpty()) {
                publish(List.of(memories));
            }
        }
    }

    /**
     * Lets woven code see who strikes where.
     *
     * <p>A thread that changes its scope must find all that it may still look into: the former memories stay in the list
     * until woven code has let go of them.
     *
     * <p>Without lambdas, like all that it calls: it also runs while the JVM loads a class, see {@link Weaver}.
     */
    private void publish(List<Elsewhere> still) {
        Set<Elsewhere> former = Set.of(memories);
        @Nullable Elsewhere[] next = remembering(strikers(), still);
        Set<Elsewhere> latter = distinct(next);
        Set<Elsewhere> all = new HashSet<>(former);
        all.addAll(latter);
        memories = all.toArray(NONE);
        points = next;
        pointsField.setVolatile(armed.isEmpty() ? null : threads(next));
        memories = latter.toArray(NONE);
        for (Elsewhere memory : former) {
            if (!latter.contains(memory)) {
                memory.report();
            }
        }
    }

    private static Set<Elsewhere> distinct(@Nullable Elsewhere[] memories) {
        Set<Elsewhere> distinct = new HashSet<>();
        for (Elsewhere memory : memories) {
            if (memory != null) {
                distinct.add(memory);
            }
        }
        return distinct;
    }

    private Map<Integer, List<Striker>> strikers() {
        Map<Integer, List<Striker>> strikers = new HashMap<>();
        for (Striker striker : armed) {
            for (Point point : striker.place().points()) {
                List<Striker> at = strikers.get(point.id());
                if (at == null) {
                    at = new ArrayList<>();
                    strikers.put(point.id(), at);
                }
                at.add(striker);
            }
        }
        return strikers;
    }

    /** Points with the same strikers share a memory. */
    private @Nullable Elsewhere[] remembering(Map<Integer, List<Striker>> strikers, List<Elsewhere> still) {
        Map<List<Striker>, Elsewhere> memoryOf = new HashMap<>();
        for (Elsewhere memory : still) {
            memoryOf.put(memory.strikers(), memory);
        }
        @Nullable Elsewhere[] next = new Elsewhere[strikers.isEmpty() ? 0 : weaver.pointCount()];
        for (Map.Entry<Integer, List<Striker>> at : strikers.entrySet()) {
            Elsewhere memory = memoryOf.get(at.getValue());
            if (memory == null) {
                memory = new Elsewhere(at.getValue());
                memoryOf.put(at.getValue(), memory);
            }
            next[at.getKey()] = memory;
        }
        return next;
    }

    private static long[] @Nullable [] threads(@Nullable Elsewhere[] memories) {
        long[] @Nullable [] threads = new long[memories.length][];
        for (int point = 0; point < memories.length; point++) {
            Elsewhere memory = memories[point];
            threads[point] = memory == null ? null : memory.threads();
        }
        return threads;
    }

    /** The current thread may be meant by others than before. */
    private void forgetThread() {
        Elsewhere[] current = memories;
        if (current.length > 0) {
            long thread = threadId();
            for (Elsewhere memory : current) {
                memory.forget(thread);
            }
        }
    }

    private @Nullable Elsewhere at(int point) {
        @Nullable Elsewhere[] current = points;
        return point < current.length ? current[point] : null;
    }

    private boolean isMeant(Elsewhere memory, ThreadContext context) {
        if (context.token() == Token.IMMUNE) {
            return false;
        }
        for (Striker striker : memory.strikers()) {
            if (mayStrike(striker, context)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayStrike(Striker striker, ThreadContext context) {
        return context.token() == striker.token()
                || striker.everyThread()
                || (context.liveToken() == null && striker.unknownThreads() && attribution.openTests() == 1);
    }

    /**
     * Loads no class and opens no stream until it is inside: it runs in the middle of whatever was woven.
     *
     * <p>What decides is read after what is published when it changes, so that nothing outdated is noted.
     */
    private Object @Nullable [] strike(Object[] packed) {
        int id = (Integer) packed[0];
        Elsewhere memory = at(id);
        ThreadContext context = attribution.current();
        if (memory == null || context.depthInside > 0) {
            return null;
        }
        boolean unknown = context.liveToken() == null;
        if (!isMeant(memory, context)) {
            letThrough(memory, unknown);
            return null;
        }
        context.depthInside++;
        try {
            return strike(memory, context, id, packed);
        } finally {
            context.depthInside--;
        }
    }

    private Object @Nullable [] strikeAgain(int point) {
        Elsewhere memory = at(point);
        ThreadContext context = attribution.current();
        return memory == null || context.depthInside > 0 ? null : context.strikeAgain(memory, point);
    }

    private void letThrough(Elsewhere memory, boolean unknown) {
        memory.note(threadId(), unknown);
        if (unknown) {
            for (Striker striker : memory.strikers()) {
                striker.spared();
            }
        }
    }

    /** Before the work, the first that answers ends it; after the work, each gets the answer of the one before. */
    private Object @Nullable [] strike(Elsewhere memory, ThreadContext context, int id, Object[] packed) {
        Striker.Answer answer = packed[3] == null ? null : new Striker.Answer(((Object[]) packed[3])[0]);
        boolean answered = false;
        for (Striker striker : memory.strikers()) {
            Striker.Answer given = strike(striker, context, memory, id, packed, answer);
            answered |= given != null;
            answer = given != null ? given : answer;
            if (given != null && packed[3] == null) {
                break;
            }
        }
        return answered && answer != null ? new Object[] {answer.value()} : null;
    }

    private Striker.@Nullable Answer strike(
            Striker striker,
            ThreadContext context,
            Elsewhere memory,
            int id,
            Object[] packed,
            Striker.@Nullable Answer answer) {
        if (!mayStrike(striker, context)) {
            if (context.liveToken() == null) {
                striker.spared();
            }
            return null;
        }
        if (context.token() != striker.token() && !striker.everyThread()) {
            striker.unattributed();
        }
        try {
            Striker.Call call = new Striker.Call(weaver.point(id), packed[1], (Object[]) packed[2], answer);
            Striker.Answer given = striker.strike(call);
            if (given != null && memory.strikers().size() == 1 && context.token() == striker.token()) {
                context.keep(memory, striker.steady(call, given));
            }
            return given;
        } catch (Throwable thrown) {
            throw Gate.<RuntimeException>unchecked(thrown);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller gets what the fault throws, as it is
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private long threadId() {
        try {
            return (long) threadId.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("The gate tells no thread", e);
        }
    }

    private static MethodHandle threadId(Class<?> gateClass) {
        try {
            return MethodHandles.lookup().findStatic(gateClass, "threadId", MethodType.methodType(long.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The gate tells no thread", e);
        }
    }

    private VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findStaticVarHandle(gateClass, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The gate has no field " + name, e);
        }
    }
}

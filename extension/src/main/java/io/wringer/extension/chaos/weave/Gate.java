package io.wringer.extension.chaos.weave;

import io.wringer.extension.agent.Agent;
import io.wringer.extension.agent.AgentUnavailableException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The one JVM-wide switch: connects woven code with the faults of the tests that are open. Thread-safe.
 *
 * <p>Woven code stays for the life of the JVM. Arming and disarming replaces one array.
 */
public final class Gate {

    private static final Striker[] NOBODY = {};

    private static @Nullable Gate instance;

    private final Class<?> gateClass;
    private final Instrumentation instrumentation;
    private final Attribution attribution = new Attribution();
    private final Weaver weaver;
    private final List<Striker> armed = new ArrayList<>();
    private final VarHandle pointsField;
    private final VarHandle attributingField;
    private final VarHandle divertingField;
    private final List<Diverter> diverters = new CopyOnWriteArrayList<>();

    private final List<String> unattributable = new CopyOnWriteArrayList<>();

    private boolean connectionsAreWoven;

    /** Holds no entry for a point where nothing is armed. */
    private volatile Striker[][] points = {};

    private Gate(Class<?> gateClass, Instrumentation instrumentation) {
        this.gateClass = gateClass;
        this.instrumentation = instrumentation;
        this.weaver = new Weaver(instrumentation, Type.getInternalName(gateClass), this::rearm);
        this.pointsField = field("points", Object[].class);
        this.attributingField = field("attributing", boolean.class);
        this.divertingField = field("diverting", boolean.class);
        field("filter", IntPredicate.class).set((IntPredicate) this::isStruck);
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

    /** Lets connections of a test be diverted, until it is closed. */
    public void divert(Diverter diverter) {
        synchronized (armed) {
            if (!connectionsAreWoven) {
                JdkPoints.weaveConnections(instrumentation, Type.getInternalName(gateClass));
                connectionsAreWoven = true;
            }
            diverters.add(diverter);
            divertingField.setVolatile(true);
        }
    }

    private SocketAddress diverted(SocketAddress address) {
        ThreadContext context = attribution.current();
        if (context.depthInside > 0
                || context.token == Token.IMMUNE
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
        Token token = context.token;
        if (token == test) {
            return Diverter.Relation.OWN;
        }
        boolean unknown = token == null || token.isExpired();
        return unknown && attribution.openTests() == 1 ? Diverter.Relation.UNKNOWN : Diverter.Relation.FOREIGN;
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
            publish();
            diverters.removeIf(diverter -> diverter.token() == token);
            divertingField.setVolatile(!diverters.isEmpty());
            attribution.close(token);
            attributingField.setVolatile(attribution.openTests() > 0);
        }
    }

    /** Lets a fault strike. */
    public void arm(Striker striker) {
        synchronized (armed) {
            armed.add(striker);
            publish();
        }
    }

    /** Takes new points of armed places in. */
    private void rearm() {
        synchronized (armed) {
            if (!armed.isEmpty()) {
                publish();
            }
        }
    }

    private void publish() {
        Striker[][] next = new Striker[armed.isEmpty() ? 0 : weaver.pointCount()][];
        for (Striker striker : armed) {
            for (Point point : striker.place().points()) {
                next[point.id()] = with(next[point.id()], striker);
            }
        }
        points = next;
        pointsField.setVolatile(armed.isEmpty() ? null : next);
    }

    private static Striker[] with(Striker @Nullable [] present, Striker added) {
        if (present == null) {
            return new Striker[] {added};
        }
        Striker[] all = Arrays.copyOf(present, present.length + 1);
        all[present.length] = added;
        return all;
    }

    private Striker[] at(int point) {
        Striker[][] current = points;
        return point >= current.length || current[point] == null ? NOBODY : current[point];
    }

    private boolean isStruck(int point) {
        ThreadContext context = attribution.current();
        if (context.depthInside > 0 || context.token == Token.IMMUNE) {
            return false;
        }
        boolean struck = false;
        for (Striker striker : at(point)) {
            struck |= mayStrike(striker, context);
        }
        return struck;
    }

    private boolean mayStrike(Striker striker, ThreadContext context) {
        Token token = context.token;
        if (token == striker.token() || striker.everyThread()) {
            return true;
        }
        if (token != null && !token.isExpired()) {
            return false;
        }
        boolean strikes = striker.unknownThreads() && attribution.openTests() == 1;
        if (!strikes) {
            striker.spared();
        }
        return strikes;
    }

    private Object @Nullable [] strike(Object[] packed) {
        ThreadContext context = attribution.current();
        int id = (Integer) packed[0];
        Striker.Answer answer = packed[3] == null ? null : new Striker.Answer(((Object[]) packed[3])[0]);
        context.depthInside++;
        try {
            boolean answered = false;
            for (Striker striker : at(id)) {
                Striker.Answer given = strike(striker, context, id, packed, answer);
                answered |= given != null;
                answer = given != null ? given : answer;
                if (given != null && packed[3] == null) {
                    break;
                }
            }
            return answered && answer != null ? new Object[] {answer.value()} : null;
        } finally {
            context.depthInside--;
        }
    }

    private Striker.@Nullable Answer strike(
            Striker striker, ThreadContext context, int id, Object[] packed, Striker.@Nullable Answer answer) {
        if (!mayStrike(striker, context)) {
            return null;
        }
        if (context.token != striker.token() && !striker.everyThread()) {
            striker.unattributed();
        }
        try {
            return striker.strike(new Striker.Call(weaver.point(id), packed[1], (Object[]) packed[2], answer));
        } catch (Throwable thrown) {
            throw Gate.<RuntimeException>unchecked(thrown);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller gets what the fault throws, as it is
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findStaticVarHandle(gateClass, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The gate has no field " + name, e);
        }
    }
}

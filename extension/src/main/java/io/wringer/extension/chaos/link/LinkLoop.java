package io.wringer.extension.chaos.link;

import io.wringer.chaos.FaultyLink.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the one thread of a link does: wait for sockets, timers and commands, and never for anything else. */
final class LinkLoop implements Runnable {

    private static final int BUFFER = 128 << 10;

    /** How long no connection is accepted after the system had no descriptor for one. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private record Command(Runnable action, CompletableFuture<Void> done) {

        void run() {
            try {
                action.run();
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        }
    }

    private final InetSocketAddress target;
    private final long seed;
    private final Tally tally = new Tally();
    private final Selector selector;
    private final Entrance entrance;
    private final StreamFaults toServer;
    private final StreamFaults toClient;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Timers timers = new Timers();
    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final List<Command> taken = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final long start = System.nanoTime();

    private boolean refuses;
    private long acceptsAgainAt;
    private volatile boolean stopping;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    LinkLoop(InetSocketAddress target, long seed) throws IOException {
        this.target = target;
        this.seed = seed;
        toServer = new StreamFaults(seed);
        toClient = new StreamFaults(seed);
        selector = Selector.open();
        try {
            entrance = new Entrance(selector, tally);
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return entrance.address();
    }

    InetSocketAddress target() {
        return target;
    }

    LinkCounters counters() {
        return tally.snapshot();
    }

    boolean stopped() {
        return stopped;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Asks the loop to end; any thread. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    /** Has an action run by the thread of the link; any thread. The result is completed once all effects are there. */
    CompletableFuture<Void> submit(Runnable action) {
        Command command = new Command(action, new CompletableFuture<>());
        commands.add(command);
        selector.wakeup();
        if (stopped) {
            cancelCommands();
        }
        return command.done();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            closeAll();
        }
    }

    /** Returns the time in nanoseconds since the start; for the thread of the link. */
    long now() {
        return System.nanoTime() - start;
    }

    /** Changes the faults of the link and of all its connections. */
    void change(Direction direction, Consumer<StreamFaults> change) {
        forEach(direction, one -> change.accept(pattern(one)));
        forEach(
                direction,
                one -> connections.forEach(
                        connection -> change.accept(connection.stream(one).faults())));
        updateEntrance();
        proceedAll();
    }

    void heal(Direction direction) {
        forEach(
                direction,
                one -> connections.forEach(connection -> connection.stream(one).release()));
        change(direction, StreamFaults::heal);
    }

    void refuse(boolean now) {
        refuses = now;
        updateEntrance();
    }

    void reset(Direction direction) {
        connections.forEach(connection -> connection.reset(direction));
        proceedAll();
    }

    private void turn() throws IOException {
        runCommands();
        if (taken.isEmpty()) {
            selector.select(this::ready, timeout());
        } else {
            selector.selectNow(this::ready); // also closes what the commands have closed
            taken.forEach(command -> command.done().complete(null));
            taken.clear();
        }
        timers.fire(now(), this::proceed);
        if (acceptsAgainAt > 0 && now() >= acceptsAgainAt) {
            acceptsAgainAt = 0;
            entrance.pause(false);
        }
    }

    private void runCommands() {
        for (Command next = commands.poll(); next != null; next = commands.poll()) {
            taken.add(next);
            next.run();
        }
    }

    /** Returns for how many milliseconds nothing is to be done, 0 for any. */
    private long timeout() {
        long next = Math.min(timers.first(), acceptsAgainAt > 0 ? acceptsAgainAt : StreamFaults.NEVER);
        if (next == StreamFaults.NEVER) {
            return 0;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(next - now() + TimeUnit.MILLISECONDS.toNanos(1) - 1));
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof Connection connection) {
            connection.ready(key, buffer, now());
            settle(connection);
        } else {
            acceptAll();
        }
    }

    private void acceptAll() {
        try {
            for (SocketChannel client = entrance.accept(); client != null; client = entrance.accept()) {
                admit(client);
            }
        } catch (IOException e) {
            // out of descriptors: as long as one waits for being accepted, the selector would return at once
            entrance.pause(true);
            acceptsAgainAt = now() + PAUSE;
        }
    }

    private void admit(SocketChannel client) {
        long number = tally.connections.incrementAndGet();
        if (entrance.mustReset()) {
            tally.count(LinkFault.REFUSE, 1);
            reset(client);
            return;
        }
        try {
            Connection connection = new Connection(
                    client, target, selector, toServer.copy(seed(number, 0)), toClient.copy(seed(number, 1)), tally);
            connections.add(connection);
            proceed(connection);
        } catch (IOException | RuntimeException e) {
            reset(client); // the target can't be reached, or there are no more descriptors
        }
        tally.open.set(connections.size());
    }

    /** Spreads neighbouring numbers; the constants are those of Steele, Lea and Flood's SplitMix64. */
    private long seed(long connection, int direction) {
        long mixed = seed + (2 * connection + direction) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    private static void reset(SocketChannel client) {
        try (client) {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // the client has gone before
        }
    }

    private void proceed(Connection connection) {
        connection.proceed(now());
        settle(connection);
    }

    private void proceedAll() {
        List.copyOf(connections).forEach(this::proceed);
    }

    private void settle(Connection connection) {
        if (connection.closed()) {
            connections.remove(connection);
            tally.open.set(connections.size());
        } else {
            timers.set(connection, connection.wakeAt());
        }
    }

    private void updateEntrance() {
        try {
            entrance.become(wantedMode(), this::admit);
        } catch (IOException e) {
            throw new UncheckedIOException("The port of the link can't be changed.", e);
        }
    }

    private Entrance.Mode wantedMode() {
        if (toServer.partitioned() || toClient.partitioned()) {
            return Entrance.Mode.SILENT;
        }
        return refuses ? Entrance.Mode.REFUSING : Entrance.Mode.OPEN;
    }

    private StreamFaults pattern(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    private static void forEach(Direction direction, Consumer<Direction> action) {
        if (direction != Direction.TO_CLIENT) {
            action.accept(Direction.TO_SERVER);
        }
        if (direction != Direction.TO_SERVER) {
            action.accept(Direction.TO_CLIENT);
        }
    }

    private void closeAll() {
        connections.forEach(Connection::close);
        connections.clear();
        tally.open.set(0);
        entrance.close();
        try {
            selector.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        stopped = true;
        taken.forEach(command -> command.done().cancel(false));
        cancelCommands();
    }

    private void cancelCommands() {
        for (Command next = commands.poll(); next != null; next = commands.poll()) {
            next.done().cancel(false);
        }
    }
}

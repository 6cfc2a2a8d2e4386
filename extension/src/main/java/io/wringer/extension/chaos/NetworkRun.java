package io.wringer.extension.chaos;

import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultScope;
import io.wringer.chaos.FaultyLink;
import io.wringer.extension.chaos.link.LinkFault;
import io.wringer.extension.chaos.link.LinkProxy;
import io.wringer.extension.chaos.weave.Diverter;
import io.wringer.extension.grammar.Sizes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A fault of connections while its test runs: leads them through a link of its own and switches the link's faults as
 * its window opens and closes. Thread-safe.
 */
final class NetworkRun implements RunningFault {

    private static final int CORRUPTED_AMONG_FIRST = 16;
    private static final int MOST_THREADS_REMEMBERED = 10;

    private final ChaosSpec spec;
    private final Where.Connections where;
    private final Peer peer;
    private final Window window;
    private final FaultRun.Draw draw;
    private final boolean alone;
    private final WindowClock clock;

    private final Map<InetSocketAddress, LinkProxy> proxies = new LinkedHashMap<>();
    private final List<LinkProxy> named = new ArrayList<>();
    private final Set<String> peers = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong outside = new AtomicLong();
    private final AtomicLong unattributed = new AtomicLong();
    private final AtomicLong spared = new AtomicLong();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private boolean applied;
    private boolean ended;

    NetworkRun(ChaosSpec spec, Window window, FaultRun.Draw draw, boolean alone) {
        this.spec = spec;
        this.where = (Where.Connections) spec.where();
        this.peer = Peer.of(where);
        this.window = window;
        this.draw = draw;
        this.alone = alone;
        this.clock = new WindowClock(spec.when(), spec.fault() == Fault.RESET, this::synchronize);
        window.onChange(this::synchronize);
    }

    /** Tells whether the fault stands nearest to the client: what happens to connects is seen there only. */
    boolean isOutermost() {
        return spec.fault() == Fault.REFUSE || spec.fault() == Fault.PARTITION;
    }

    /**
     * Leads a connection through the link of this fault.
     *
     * @param target what the client asked for
     * @param next where the connection would go, perhaps to the link of another fault
     */
    InetSocketAddress divert(InetSocketAddress target, InetSocketAddress next, Diverter.Relation relation) {
        if (!peer.matches(target) || !isMeant(relation) || !isTaken()) {
            return next;
        }
        peers.add(target.getHostString() + ":" + target.getPort());
        noteRefusal();
        return proxy(next);
    }

    private boolean isMeant(Diverter.Relation relation) {
        boolean meant = spec.threads() == FaultScope.ALL
                || relation == Diverter.Relation.OWN
                || (relation == Diverter.Relation.UNKNOWN && alone && isOfNamedPeer());
        if (relation == Diverter.Relation.UNKNOWN || relation == Diverter.Relation.ANYBODY) {
            (meant ? unattributed : spared).incrementAndGet();
            remember(Thread.currentThread());
        }
        return meant;
    }

    private void remember(Thread thread) {
        if (threads.size() < MOST_THREADS_REMEMBERED) {
            threads.add(thread.getName());
        }
    }

    /** A named peer can't be mistaken; all connections of unknown threads would include those of the build. */
    private boolean isOfNamedPeer() {
        return !where.text().isEmpty();
    }

    /** Of connections, not of pieces of data, speak nth, first, every, probability and times. */
    private boolean isTaken() {
        long number = connections.incrementAndGet();
        if (!spec.when().strikes(number, draw.random(number).nextDouble())) {
            return false;
        }
        long most = spec.when().times();
        return most == 0 || taken.getAndUpdate(count -> Math.min(most, count + 1)) < most;
    }

    /** A connect that gets no answer, or a refusal from the system, is never seen by the link. */
    private void noteRefusal() {
        if (!isOutermost()) {
            return;
        }
        if (window.isOpen()) {
            refused.incrementAndGet();
        } else {
            outside.incrementAndGet();
        }
    }

    private synchronized InetSocketAddress proxy(InetSocketAddress target) {
        if (ended) {
            return target;
        }
        return proxies.computeIfAbsent(target, this::open).address();
    }

    private LinkProxy open(InetSocketAddress target) {
        LinkProxy proxy =
                LinkProxy.open(target, draw.random(proxies.size() + 1L).nextLong());
        if (window.isOpen()) {
            apply(proxy.control());
        }
        return proxy;
    }

    /** Takes a link in that the endpoint means by its name. */
    synchronized void attach(String name, LinkProxy link) {
        if (where.text().equals(name)) {
            named.add(link);
            peers.add("link " + name);
            if (window.isOpen()) {
                apply(link.control());
            }
        }
    }

    private synchronized void synchronize() {
        if (ended) {
            return;
        }
        boolean open = window.isOpen();
        if (open && (!applied || spec.fault() == Fault.RESET)) {
            links().forEach(link -> apply(link.control()));
        } else if (!open && applied) {
            links().forEach(link -> link.control().heal());
        }
        applied = open;
    }

    private List<LinkProxy> links() {
        List<LinkProxy> links = new ArrayList<>(proxies.values());
        links.addAll(named);
        return links;
    }

    private void apply(FaultyLink link) {
        What what = spec.what();
        switch (spec.fault()) {
            case LATENCY -> link.latency(what.delay().orElse(Duration.ZERO), what.jitter());
            case STALL -> what.delay().ifPresentOrElse(link::stall, link::stall);
            case SLOW -> link.slow(what.bytesPerSecond());
            case RESET -> link.reset();
            case REFUSE -> link.refuse();
            case PARTITION -> link.partition(direction(what.value()));
            case CORRUPT -> link.toClient().corruptByte(1 + random().nextInt(CORRUPTED_AMONG_FIRST));
            case TRUNCATE -> link.toClient().truncate(Sizes.parse(what.value()));
            default -> throw new IllegalStateException("The spec lets no " + spec.fault() + " come here");
        }
    }

    private SplittableRandom random() {
        return draw.random(0);
    }

    private static FaultyLink.Direction direction(String value) {
        return switch (value) {
            case "to" -> FaultyLink.Direction.TO_SERVER;
            case "from" -> FaultyLink.Direction.TO_CLIENT;
            default -> FaultyLink.Direction.BOTH;
        };
    }

    @Override
    public Window window() {
        return window;
    }

    @Override
    public long calls() {
        return connections.get();
    }

    @Override
    public synchronized long fired() {
        LinkFault kind = LinkFault.valueOf(spec.fault().name());
        long struck =
                links().stream().mapToLong(link -> link.counters().fired(kind)).sum();
        return spec.fault() == Fault.REFUSE ? refused.get() : struck + refused.get();
    }

    @Override
    public void start() {
        window.start();
        clock.start();
    }

    @Override
    public void end() {
        window.end();
        clock.close();
        List<LinkProxy> open;
        synchronized (this) {
            ended = true;
            open = new ArrayList<>(proxies.values());
        }
        open.forEach(LinkProxy::close);
    }

    @Override
    public ChaosObservations.OfFault observe() {
        return new ChaosObservations.OfFault(
                spec.describe(),
                connections.get(),
                fired(),
                outside.get(),
                spec.threads() == FaultScope.ALL ? 0 : unattributed.get(),
                isOfNamedPeer() ? spared.get() : 0,
                0,
                peers.stream().sorted().toList(),
                List.of(),
                peers.stream().sorted().toList(),
                threads.stream().sorted().toList(),
                List.of(),
                List.of(),
                limits());
    }

    private synchronized List<String> limits() {
        return links().stream()
                .flatMap(link -> link.counters().limits().stream())
                .distinct()
                .toList();
    }
}

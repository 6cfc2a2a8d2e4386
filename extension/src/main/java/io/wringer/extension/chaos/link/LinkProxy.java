package io.wringer.extension.chaos.link;

import io.wringer.chaos.FaultyLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy inside this JVM, with faults. Its one thread is a daemon, never blocks, and connects to the target by
 * {@link java.nio.channels.SocketChannel#connect}: whoever diverts connects must leave alone threads whose name begins
 * with {@value #THREAD_PREFIX}.
 *
 * <p>Thread-safe.
 */
public final class LinkProxy implements AutoCloseable {

    /** What the names of the threads of links begin with. */
    public static final String THREAD_PREFIX = "wringer-link-";

    private static final long JOIN_AT_MOST = TimeUnit.SECONDS.toMillis(5);

    private final LinkLoop loop;
    private final LinkControl control;
    private final Thread thread;

    private LinkProxy(LinkLoop loop) {
        this.loop = loop;
        control = new LinkControl(loop);
        thread = new Thread(null, loop, THREAD_PREFIX + loop.address().getPort(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(LinkProxy.class.getClassLoader());
    }

    /**
     * Opens a link on a free port of the loopback interface.
     *
     * @param target the server, which need not run yet; its host must be resolved
     * @param seed the source of all random choices
     * @throws IllegalArgumentException if the host of the target is unknown
     * @throws UncheckedIOException if there is no port or no descriptor left
     */
    public static LinkProxy open(InetSocketAddress target, long seed) {
        if (target.isUnresolved()) {
            throw new IllegalArgumentException(
                    "A link can't lead to " + target.getHostString() + ", since no address is known for this host.");
        }
        try {
            LinkProxy proxy = new LinkProxy(new LinkLoop(target, seed));
            proxy.thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("No link to " + target + " can be opened.", e);
        }
    }

    /** Returns the address that clients connect to. */
    public InetSocketAddress address() {
        return loop.address();
    }

    /** Returns the handle for faults. */
    public FaultyLink control() {
        return control;
    }

    /** Returns what happened so far; also after the end. */
    public LinkCounters counters() {
        return loop.counters();
    }

    /** Closes the port and all connections. Can be repeated. */
    @Override
    public void close() {
        loop.stop();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(JOIN_AT_MOST);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

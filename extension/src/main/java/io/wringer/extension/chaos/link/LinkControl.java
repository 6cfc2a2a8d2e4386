package io.wringer.extension.chaos.link;

import io.wringer.chaos.FaultyLink;
import io.wringer.chaos.LinkFaults;
import java.net.InetSocketAddress;

/** The handle of a link. */
final class LinkControl extends StreamControl implements FaultyLink {

    private final LinkLoop loop;
    private final LinkFaults toServer;
    private final LinkFaults toClient;

    LinkControl(LinkLoop loop) {
        super(loop, Direction.BOTH);
        this.loop = loop;
        toServer = new StreamControl(loop, Direction.TO_SERVER);
        toClient = new StreamControl(loop, Direction.TO_CLIENT);
    }

    @Override
    public String host() {
        return address().getAddress().getHostAddress();
    }

    @Override
    public int port() {
        return address().getPort();
    }

    @Override
    public InetSocketAddress address() {
        return loop.address();
    }

    @Override
    public InetSocketAddress target() {
        return loop.target();
    }

    @Override
    public LinkFaults toServer() {
        return toServer;
    }

    @Override
    public LinkFaults toClient() {
        return toClient;
    }

    @Override
    public void refuse() {
        run(() -> loop.refuse(true));
    }

    @Override
    public void heal() {
        runIfOpen(() -> {
            loop.refuse(false);
            loop.heal(Direction.BOTH);
        });
    }

    @Override
    public long connections() {
        return loop.counters().connections();
    }

    @Override
    public long bytes() {
        return loop.counters().bytes();
    }

    @Override
    public String toString() {
        return "link " + host() + ":" + port() + " to " + target();
    }
}

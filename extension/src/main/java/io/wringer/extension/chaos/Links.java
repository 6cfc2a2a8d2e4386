package io.wringer.extension.chaos;

import io.wringer.chaos.Link;
import io.wringer.extension.chaos.link.LinkCounters;
import io.wringer.extension.chaos.link.LinkProxy;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import java.lang.reflect.Parameter;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The links of one test, by parameter; thread-safe. */
final class Links implements AutoCloseable {

    private final Settings settings;
    private final long seed;
    private final Map<Parameter, LinkProxy> links = new LinkedHashMap<>();
    private boolean closed;

    Links(Settings settings, long seed) {
        this.settings = settings;
        this.seed = seed;
    }

    synchronized LinkProxy get(Parameter parameter) {
        if (closed) {
            throw new IllegalStateException("The test of this link is over");
        }
        LinkProxy known = links.get(parameter);
        if (known == null) {
            known = LinkProxy.open(target(parameter), seed + links.size());
            links.put(parameter, known);
        }
        return known;
    }

    private InetSocketAddress target(Parameter parameter) {
        Link link = parameter.getAnnotation(Link.class);
        String element = parameter.getDeclaringExecutable().getDeclaringClass().getSimpleName() + "."
                + parameter.getDeclaringExecutable().getName() + ", parameter " + parameter.getName();
        Attributes attributes = Attributes.of(link, element, settings);
        String to = attributes.text("to");
        InetSocketAddress target = parse(to);
        if (target == null) {
            throw attributes.error("to", '"' + to + "\" is no host and port", "for example \"localhost:5432\"");
        }
        if (target.isUnresolved()) {
            throw attributes.error(
                    "to", "the host \"" + target.getHostString() + "\" is unknown", "a host that can be resolved");
        }
        return target;
    }

    private static @Nullable InetSocketAddress parse(String to) {
        int colon = to.lastIndexOf(':');
        String port = to.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            return null;
        }
        return new InetSocketAddress(to.substring(0, colon).replaceAll("[\\[\\]]", ""), Integer.parseInt(port));
    }

    static String name(Parameter parameter) {
        String given = parameter.getAnnotation(Link.class).name();
        return given.isEmpty() ? parameter.getName() : given;
    }

    synchronized List<ChaosObservations.OfLink> observe() {
        return links.entrySet().stream()
                .map(entry -> observe(name(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static ChaosObservations.OfLink observe(String name, LinkProxy link) {
        LinkCounters counters = link.counters();
        Map<String, Long> faults = new TreeMap<>();
        counters.faults().forEach((fault, times) -> faults.put(fault.name(), times));
        return new ChaosObservations.OfLink(
                name,
                link.control().target().toString(),
                counters.connections(),
                counters.bytes(),
                faults,
                counters.limits());
    }

    @Override
    public void close() {
        List<LinkProxy> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(links.values());
        }
        open.forEach(LinkProxy::close);
    }
}

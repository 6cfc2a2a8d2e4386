package io.wringer.extension.chaos;

import io.wringer.chaos.Link;
import io.wringer.extension.chaos.link.LinkProxy;
import io.wringer.extension.config.Attributes;
import io.wringer.extension.config.Settings;
import io.wringer.spi.ConfigurationKey;
import java.lang.reflect.Parameter;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The links of one test, by parameter; thread-safe. */
final class Links implements AutoCloseable {

    private final Settings settings;
    private final long seed;
    private final Map<Parameter, LinkProxy> links = new LinkedHashMap<>();
    private boolean closed;

    Links(List<ChaosSpec> specs, long seed) {
        this.settings = specs.stream()
                .map(spec -> spec.attributes().settings())
                .findFirst()
                .orElseGet(() -> Settings.of(key -> Optional.ofNullable(System.getProperty(key))));
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
        boolean overridable = Link.class.isAnnotationPresent(ConfigurationKey.class);
        String to = overridable ? attributes.text("to") : link.to();
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

    private static @org.jspecify.annotations.Nullable InetSocketAddress parse(String to) {
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
                .map(entry -> new ChaosObservations.OfLink(
                        name(entry.getKey()),
                        entry.getValue().control().target().toString(),
                        entry.getValue().counters().connections(),
                        entry.getValue().counters().bytes()))
                .toList();
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

package io.wringer.extension.chaos;

import io.wringer.chaos.Fault;
import io.wringer.extension.chaos.weave.Striker;
import io.wringer.extension.config.Attributes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strikes look-ups of host names; addresses written out need none and are spared. */
final class NameLookup {

    private static final String UNKNOWN = "unknown";
    private static final String SLOW = "slow";
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private NameLookup() {}

    static void check(Attributes attributes, String value, Optional<Duration> delay) {
        if (value.equals(SLOW) != delay.isPresent()) {
            throw attributes.error(
                    "Fault." + Fault.DNS
                            + (delay.isPresent() ? " has a delay, but is not slow" : " is slow, but has no delay"),
                    "Write value = \"slow\" and delay = \"5s\" together.");
        }
        if (!value.isEmpty() && !value.equals(SLOW) && !value.equals(UNKNOWN) && !isLiteral(value)) {
            throw attributes.error(
                    "value",
                    "\"" + value + "\" is no answer to a look-up",
                    "\"unknown\", \"slow\", or an address such as \"192.0.2.1\"");
        }
    }

    static boolean isLookup(Striker.Call call) {
        @Nullable Object[] arguments = call.arguments();
        return arguments != null
                && arguments.length > 0
                && arguments[0] instanceof String host
                && !host.isEmpty()
                && !isLiteral(host);
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    static Striker.@Nullable Answer strike(What what, Striker.Call call, RandomGenerator random)
            throws UnknownHostException {
        if (what.value().equals(SLOW)) {
            Effects.sleep(what.delay().orElse(Duration.ZERO), what.jitter(), random);
            return null;
        }
        String host = host(call);
        if (what.value().isEmpty() || what.value().equals(UNKNOWN)) {
            throw Exceptions.shortened(new UnknownHostException(host + ": Name or service not known"));
        }
        byte[] address = InetAddress.getByName(what.value()).getAddress();
        return new Striker.Answer(new InetAddress[] {InetAddress.getByAddress(host, address)});
    }

    private static String host(Striker.Call call) {
        @Nullable Object[] arguments = call.arguments();
        return arguments == null ? "" : String.valueOf(arguments[0]);
    }
}

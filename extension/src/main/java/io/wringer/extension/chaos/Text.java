package io.wringer.extension.chaos;

import io.wringer.extension.grammar.Durations;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/** Words that several messages use. */
final class Text {

    private Text() {}

    static String duration(Duration duration) {
        return Durations.render((double) duration.toNanos());
    }

    static String count(long number, String singular) {
        return number + " " + singular + (number == 1 ? "" : "s");
    }

    static String times(long number) {
        return number == 1 ? "once" : number == 2 ? "twice" : number + " times";
    }

    static String lines(Collection<String> items) {
        return items.stream()
                .map(item -> System.lineSeparator() + "    " + item)
                .collect(Collectors.joining());
    }

    static String some(Collection<String> items, int most) {
        String shown = items.stream().limit(most).collect(Collectors.joining(", "));
        return items.size() <= most ? shown : shown + " and " + (items.size() - most) + " more";
    }
}

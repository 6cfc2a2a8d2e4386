package io.wringer.extension.leak;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Patterns of classes and fields that may grow: names in which {@code *} stands for any characters.
 *
 * @param patterns as given
 * @param compiled one per pattern
 */
record Ignored(List<String> patterns, List<Pattern> compiled) implements Predicate<String> {

    private static final Pattern VALID = Pattern.compile("[\\p{javaJavaIdentifierPart}.*$\\[\\]]+");

    Ignored {
        patterns = List.copyOf(patterns);
        compiled = List.copyOf(compiled);
    }

    static Ignored of(List<String> patterns) {
        return new Ignored(patterns, patterns.stream().map(Ignored::compile).toList());
    }

    static boolean isValid(String pattern) {
        return VALID.matcher(pattern).matches();
    }

    @Override
    public boolean test(String name) {
        return compiled.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static Pattern compile(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}

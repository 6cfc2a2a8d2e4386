package io.wringer.extension.chaos;

import io.wringer.extension.grammar.Sizes;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Damages answers: changes one byte or character, or cuts the end off. */
final class Damage {

    static final String POSSIBLE = "byte[] or String";

    private static final Set<String> TYPES = Set.of("byte[]", "[B", "java.lang.String");

    private Damage() {}

    static boolean isPossible(String type) {
        return TYPES.contains(type);
    }

    static @Nullable Object corrupted(@Nullable Object answer, RandomGenerator random) {
        if (answer instanceof byte[] bytes && bytes.length > 0) {
            byte[] copy = bytes.clone();
            copy[random.nextInt(copy.length)] ^= (byte) (1 + random.nextInt(255));
            return copy;
        }
        if (answer instanceof String text && !text.isEmpty()) {
            StringBuilder copy = new StringBuilder(text);
            int index = random.nextInt(copy.length());
            copy.setCharAt(index, (char) (copy.charAt(index) ^ 1 + random.nextInt(15)));
            return copy.toString();
        }
        return answer;
    }

    static @Nullable Object truncated(@Nullable Object answer, String size) {
        if (answer instanceof byte[] bytes) {
            return Arrays.copyOf(bytes, kept(bytes.length, size));
        }
        return answer instanceof String text ? text.substring(0, kept(text.length(), size)) : answer;
    }

    private static int kept(int length, String size) {
        return size.isEmpty() ? length / 2 : (int) Math.min(length, Sizes.parse(size));
    }
}

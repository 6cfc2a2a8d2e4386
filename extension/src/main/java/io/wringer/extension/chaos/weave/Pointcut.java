package io.wringer.extension.chaos.weave;

import io.wringer.extension.grammar.GrammarException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Says which methods are meant; immutable.
 *
 * @param annotation the full or simple name of an annotation on the method or its class, or {@code null}
 * @param type a pattern for the name of the class or one of its supertypes
 * @param method a pattern for the name; constructors are {@code <init>}
 * @param parameters patterns for the names of the parameter types, {@code ..} for any; {@code null} if not given
 */
public record Pointcut(
        @Nullable String annotation,
        String type,
        String method,
        @Nullable List<String> parameters) {

    private static final String ANY = "..";
    private static final String CONSTRUCTOR = "<init>";
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>(); // each is asked for every class

    /** Parses pointcut text such as {@code @com.acme.Remote com.acme..*Store.insert(String, ..)}. */
    public static Pointcut parse(String text) {
        int start = 0;
        String annotation = null;
        if (text.startsWith("@")) {
            start = text.indexOf(' ');
            if (start < 0) {
                throw new GrammarException(
                        text, text.length(), "expected a blank and a type and method after the annotation");
            }
            annotation = text.substring(1, start);
        }
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        int open = text.indexOf('(', start);
        int end = open < 0 ? text.length() : open;
        int dot = text.lastIndexOf('.', end - 1);
        if (dot <= start) {
            throw new GrammarException(text, end, "expected a type, a dot and a method such as com.acme.Store.insert");
        }
        checkNames(text, start, end);
        String type = text.substring(start, dot);
        if (type.endsWith(".")) {
            throw new GrammarException(text, dot, "expected a type before the method, such as com.acme..*.insert");
        }
        return withMethod(text, dot + 1, annotation, type);
    }

    /** Means a method, given as a name with optional parameter types, of a class and its subtypes. */
    public static Pointcut of(Class<?> type, String method) {
        return withMethod(method, 0, null, type.getName());
    }

    private static Pointcut withMethod(String text, int start, @Nullable String annotation, String type) {
        int open = text.indexOf('(', start);
        int end = open < 0 ? text.length() : open;
        String name = text.substring(start, end).strip();
        if (name.isEmpty()) {
            throw new GrammarException(text, start, "expected the name of a method");
        }
        checkNames(text, start, end);
        return new Pointcut(
                annotation, type, name.equals("new") ? CONSTRUCTOR : name, open < 0 ? null : parameters(text, open));
    }

    private static List<String> parameters(String text, int open) {
        if (!text.endsWith(")")) {
            int close = text.indexOf(')', open);
            throw new GrammarException(
                    text, close < 0 ? text.length() : close + 1, close < 0 ? "expected )" : "unexpected text after )");
        }
        String inner = text.substring(open + 1, text.length() - 1).strip();
        if (inner.isEmpty()) {
            return List.of();
        }
        List<String> parts = Arrays.stream(inner.split(",", -1))
                .map(part -> part.strip().replace("...", "[]"))
                .toList();
        if (parts.contains("")) {
            throw new GrammarException(text, open + 1, "expected a type between commas");
        }
        return parts;
    }

    private static void checkNames(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!Character.isJavaIdentifierPart(c) && ".*<>".indexOf(c) < 0) {
                throw new GrammarException(text, i, "unexpected character in the name of a type or method");
            }
        }
    }

    /** Tells whether the type is given by its full name. */
    public boolean isExact() {
        return type.indexOf('*') < 0 && !type.contains(ANY);
    }

    /** Tells whether constructors are meant. */
    public boolean isConstructor() {
        return method.equals(CONSTRUCTOR);
    }

    /** Tells whether a type of this name, itself and without its supertypes, is meant; nested types by dots, too. */
    public boolean matchesTypeName(String name) {
        return isExact()
                ? name.equals(type)
                        || (name.indexOf('$') > 0 && name.replace('$', '.').equals(type))
                : typePattern().matcher(name).matches()
                        || (name.indexOf('$') > 0
                                && typePattern().matcher(name.replace('$', '.')).matches());
    }

    private Pattern typePattern() {
        return PATTERNS.computeIfAbsent(type, Pointcut::namePattern);
    }

    /** Tells whether a method is meant, leaving its class aside. */
    public boolean matchesMethod(String name, String descriptor) {
        return matchesName(name) && (parameters == null || matchesParameters(descriptor));
    }

    /** Tells whether a method's name is meant. */
    public boolean matchesName(String name) {
        if (name.equals(CONSTRUCTOR) || name.equals("<clinit>")) {
            return name.equals(method);
        }
        return method.indexOf('*') < 0
                ? name.equals(method)
                : PATTERNS.computeIfAbsent(method, Pointcut::namePattern)
                        .matcher(name)
                        .matches();
    }

    /** Tells whether one of the annotations of a method or its class is meant; names are full. */
    public boolean matchesAnnotations(Collection<String> names) {
        String wanted = annotation;
        return wanted == null
                || names.stream()
                        .anyMatch(name -> name.equals(wanted) || simple(name).equals(wanted));
    }

    private boolean matchesParameters(String descriptor) {
        List<String> names = Arrays.stream(Type.getArgumentTypes(descriptor))
                .map(Type::getClassName)
                .toList();
        List<String> patterns = parameters == null ? List.of(ANY) : parameters;
        return matches(patterns, names);
    }

    private static boolean matches(List<String> patterns, List<String> names) {
        if (patterns.isEmpty()) {
            return names.isEmpty();
        }
        List<String> rest = patterns.subList(1, patterns.size());
        if (patterns.get(0).equals(ANY)) {
            return matches(rest, names) || (!names.isEmpty() && matches(patterns, names.subList(1, names.size())));
        }
        return !names.isEmpty()
                && matchesParameter(patterns.get(0), names.get(0))
                && matches(rest, names.subList(1, names.size()));
    }

    private static boolean matchesParameter(String pattern, String name) {
        String withoutTypeArguments = pattern.replaceAll("<.*>", "");
        Pattern compiled = namePattern(withoutTypeArguments);
        return compiled.matcher(name).matches()
                || compiled.matcher(name.replace('$', '.')).matches()
                || compiled.matcher(simple(name)).matches();
    }

    private static String simple(String name) {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    static Pattern namePattern(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (text.startsWith(ANY, i)) {
                regex.append("\\.(?:.*\\.)?");
                i++;
            } else {
                regex.append(c == '*' ? "[^.]*" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    /** Returns the text in a normal form. */
    public String text() {
        return (annotation == null ? "" : "@" + annotation + " ")
                + type
                + "."
                + (isConstructor() ? "new" : method)
                + (parameters == null ? "" : parameters.stream().collect(Collectors.joining(", ", "(", ")")));
    }

    /** What a record gets by itself is linked when it is first used, and the first fault of a JVM would wait for it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pointcut that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

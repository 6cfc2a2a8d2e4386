package io.wringer.extension.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes markup in which every text and every value of an attribute is escaped.
 *
 * <p>Names of elements and attributes are constants of the callers, and are not escaped.
 */
final class Html {

    private final Writer out;
    private final Deque<String> open = new ArrayDeque<>();

    Html(Writer out) {
        this.out = out;
    }

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn
     */
    Html open(String element, String... attributes) throws IOException {
        tag(element, attributes);
        open.push(element);
        return this;
    }

    /** Writes an element without content, which has no end tag. */
    Html empty(String element, String... attributes) throws IOException {
        tag(element, attributes);
        return this;
    }

    /** Writes an element that holds a text. */
    Html element(String element, String text, String... attributes) throws IOException {
        return open(element, attributes).text(text).close();
    }

    /** Writes a text. */
    Html text(String text) throws IOException {
        out.write(escape(text));
        return this;
    }

    /** Closes the innermost open element. */
    Html close() throws IOException {
        out.write("</" + open.pop() + ">");
        return this;
    }

    /** Ends a line; for those who read the source. */
    Html line() throws IOException {
        out.write('\n');
        return this;
    }

    /**
     * Writes a script or style that is a constant, or data that cannot end its element.
     *
     * @throws IllegalArgumentException if the content ends the element
     */
    Html verbatim(String element, String content, String... attributes) throws IOException {
        if (content.contains("</")) {
            throw new IllegalArgumentException("content that may end its <" + element + ">");
        }
        open(element, attributes);
        out.write(content);
        return close();
    }

    /** Writes what another instance has written. */
    Html include(String markup) throws IOException {
        out.write(markup);
        return this;
    }

    private void tag(String element, String... attributes) throws IOException {
        out.write("<" + element);
        for (int index = 0; index < attributes.length; index += 2) {
            out.write(" " + attributes[index] + "=\"" + escape(attributes[index + 1]) + "\"");
        }
        out.write(">");
    }

    /** Escapes a text for content and for quoted attributes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int index = 0; index < text.length(); index++) {
            append(text.charAt(index), escaped);
        }
        return escaped.toString();
    }

    private static void append(char character, StringBuilder escaped) {
        switch (character) {
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '&' -> escaped.append("&amp;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.append(isForbidden(character) ? '\uFFFD' : character);
        }
    }

    /** HTML knows no control characters but white space. */
    private static boolean isForbidden(char character) {
        return Character.isISOControl(character) && character != '\n' && character != '\t' && character != '\r';
    }
}

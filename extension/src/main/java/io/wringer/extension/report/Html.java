package io.wringer.extension.report;

/** Keeps texts from being read as markup. */
final class Html {

    private Html() {}

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

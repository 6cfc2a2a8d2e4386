package io.wringer.extension.grammar;

/** Says what is wrong with a text, with the text and a caret under the wrong character in further lines. */
public final class GrammarException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int position;

    /** Creates an error at a position of a text. */
    public GrammarException(String text, int position, String problem) {
        super(problem + System.lineSeparator() + "    " + text + System.lineSeparator() + "    " + " ".repeat(position)
                + "^");
        this.position = position;
    }

    /** Returns the index of the wrong character; the length of the text when something is missing at its end. */
    public int position() {
        return position;
    }
}

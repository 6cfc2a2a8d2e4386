package io.wringer.extension.grammar;

import java.util.function.IntPredicate;

/** Reads a text from left to right and words errors at the place where it stands. */
final class Scanner {

    private static final int MOST_DIGITS = 15;

    private final String text;
    private int position;

    Scanner(String text) {
        this.text = text;
    }

    int position() {
        return position;
    }

    String text() {
        return text;
    }

    boolean atEnd() {
        return position == text.length();
    }

    void skipBlanks() {
        takeWhile(Character::isWhitespace);
    }

    String takeWhile(IntPredicate accepted) {
        int start = position;
        while (!atEnd() && accepted.test(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    boolean take(String expected) {
        if (text.startsWith(expected, position)) {
            position += expected.length();
            return true;
        }
        return false;
    }

    void rewind(int to) {
        position = to;
    }

    String rest() {
        String rest = text.substring(position);
        position = text.length();
        return rest;
    }

    /** Reads a number with an optional fraction: no sign, no exponent, no grouping. */
    double number(String what) {
        int start = position;
        String whole = takeWhile(Scanner::isDigit);
        if (whole.isEmpty()) {
            throw error(start, "expected " + what);
        }
        if (whole.length() > MOST_DIGITS) {
            throw error(start, "the number is too large");
        }
        if (take(".") && takeWhile(Scanner::isDigit).isEmpty()) {
            throw error(position, "expected a digit after the decimal point");
        }
        return Double.parseDouble(text.substring(start, position));
    }

    void expectEnd(String after) {
        if (!atEnd()) {
            throw error(position, "unexpected text after " + after);
        }
    }

    GrammarException error(int at, String problem) {
        return new GrammarException(text, at, problem);
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }
}

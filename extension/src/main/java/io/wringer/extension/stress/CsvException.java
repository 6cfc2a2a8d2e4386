package io.wringer.extension.stress;

/** Says why a file of comma-separated values can't be used, and what would be right. */
final class CsvException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    CsvException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}

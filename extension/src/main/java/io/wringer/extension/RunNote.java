package io.wringer.extension;

/**
 * What Wringer did while the user's own exception came about; suppressed in that exception, so that its trace shows it.
 *
 * <p>Has no stack trace: it is a note, not an error.
 */
final class RunNote extends Throwable {

    private static final long serialVersionUID = 1L;

    RunNote(String summary, String reproduction) {
        super(summary + System.lineSeparator() + "Reproduce: " + reproduction, null, false, false);
    }
}

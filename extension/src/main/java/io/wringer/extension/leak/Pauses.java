package io.wringer.extension.leak;

/** Waits a moment, and leaves an interrupt to whom it concerns. */
final class Pauses {

    private Pauses() {}

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package it;

/** Code under test for injected faults. */
class Warehouse {

    int take(int wanted) {
        return wanted;
    }

    /** Takes again after a failure. */
    int takeSurely(int wanted) {
        try {
            return take(wanted);
        } catch (IllegalStateException outage) {
            return take(wanted);
        }
    }
}

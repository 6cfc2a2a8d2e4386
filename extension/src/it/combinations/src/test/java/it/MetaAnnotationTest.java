package it;

import it.support.Journal;

class MetaAnnotationTest {

    @NeverLeaks
    void clean() {
        Journal.note("MetaAnnotationTest.clean", "body");
    }

    @NeverLeaks
    void leaky() {
        Leaky.remember();
    }
}

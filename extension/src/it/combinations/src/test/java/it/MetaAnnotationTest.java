package it;

class MetaAnnotationTest {

    @NeverLeaks
    void clean() {}

    @NeverLeaks
    void leaky() {
        Leaky.remember();
    }
}

package it;

/** Annotated by its superclass. */
class InheritedTest extends LeakFreeBase {}

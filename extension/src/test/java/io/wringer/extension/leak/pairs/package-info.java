/**
 * Real libraries and the JDK, each used in a way that leaks and in the way that doesn't, and old releases that leak
 * beside the ones that were fixed.
 *
 * <p>Every pair is a class with two bodies and an {@link io.wringer.extension.leak.pairs.Expect} that says which class
 * and which holder the failure must name. {@link io.wringer.extension.leak.pairs.PairVerification} shows without Wringer
 * that the one body leaks and the other doesn't.
 */
package io.wringer.extension.leak.pairs;

/**
 * Proves by real builds that the packaged jar runs with the JUnit, the Surefire and the libraries that users bring.
 *
 * <p>The builds are the projects in {@code src/it}; each is copied to {@code target/it} and built by Maven there. Run
 * after the jar is packaged; the whole matrix with {@code -Pmatrix}.
 */
package io.wringer.extension.compat;

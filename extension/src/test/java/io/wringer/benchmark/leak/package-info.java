/** Benchmarks of the leak check; each is a main, run by hand. */
package io.wringer.benchmark.leak;

/** Benchmark of the leak check; {@code -Pbenchmark -Dbenchmark=leak} runs it. */
package io.wringer.benchmark.leak;

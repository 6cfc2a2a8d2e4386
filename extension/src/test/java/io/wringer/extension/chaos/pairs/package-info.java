/** For each family of libraries: user code that breaks under a fault and is caught, and user code that survives it. */
package io.wringer.extension.chaos.pairs;

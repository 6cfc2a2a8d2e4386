/** What a link costs that has no fault. */
package io.wringer.benchmark.chaos.link;

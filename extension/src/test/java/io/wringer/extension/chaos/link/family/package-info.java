/** Links proven with real clients and servers: for each family a client that a fault breaks, and one that survives. */
package io.wringer.extension.chaos.link.family;

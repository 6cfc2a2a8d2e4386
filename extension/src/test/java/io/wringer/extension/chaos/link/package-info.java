/** Links proven with plain sockets and with real clients and servers. */
package io.wringer.extension.chaos.link;

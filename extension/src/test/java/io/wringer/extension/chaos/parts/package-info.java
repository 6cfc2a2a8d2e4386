/** Real servers for tests of faults, started on this machine. */
package io.wringer.extension.chaos.parts;

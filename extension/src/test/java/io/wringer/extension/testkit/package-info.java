/** A readable layer over JUnit's test kit: runs fixtures and asserts what became of them. */
package io.wringer.extension.testkit;

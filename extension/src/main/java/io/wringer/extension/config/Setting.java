package io.wringer.extension.config;

/**
 * A value given for one run by configuration parameter or system property.
 *
 * @param key for example {@code wringer.stress.duration}
 * @param value the text as given, without surrounding blanks
 */
public record Setting(String key, String value) {}

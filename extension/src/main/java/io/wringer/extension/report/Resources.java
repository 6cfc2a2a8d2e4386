package io.wringer.extension.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the scripts and styles that are put into the page. */
final class Resources {

    private Resources() {}

    /** Line breaks are those that browsers see, for which the content security policy has the hash. */
    static String read(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("The jar of Wringer lacks " + name + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }
}

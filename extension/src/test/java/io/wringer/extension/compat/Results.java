package io.wringer.extension.compat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The result files that Wringer left in the directory of a build, read without Wringer's own code. */
final class Results {

    private Results() {}

    /** The parts of a result that say which test it is about and how that ended. */
    record Result(Path file, String uniqueId, String verdict) {

        /** Returns the place of the test as the recorder of the builds writes it. */
        String test() {
            StringBuilder test = new StringBuilder();
            for (String segment : uniqueId.split("]/\\[")) {
                if (!segment.startsWith("[engine:")) {
                    test.append(test.isEmpty() ? "" : "/").append(value(segment));
                }
            }
            return test.toString().replace("]", "").replace("byte[", "byte[]");
        }

        private static String value(String segment) {
            String value = segment.substring(segment.indexOf(':') + 1)
                    .replace("%5B", "[")
                    .replace("%5D", "]");
            return segment.startsWith("class:") || segment.startsWith("class-template:")
                    ? value.substring(value.lastIndexOf('.') + 1)
                    : value;
        }
    }

    static List<Result> read(Path project) throws IOException {
        List<Result> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(project.resolve("target/wringer"))) {
            for (Path file : (Iterable<Path>) files.filter(Results::isResult).sorted()::iterator) {
                results.add(parse(file));
            }
        }
        return results;
    }

    private static boolean isResult(Path file) {
        return file.toString().endsWith(".json") && !file.endsWith("index.json");
    }

    private static Result parse(Path file) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            String uniqueId = "";
            String verdict = "";
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("uniqueId")) {
                    uniqueId = json.getText();
                } else if (field.equals("verdict")) {
                    verdict = json.getText();
                }
                json.skipChildren();
            }
            return new Result(file, uniqueId, verdict);
        }
    }
}

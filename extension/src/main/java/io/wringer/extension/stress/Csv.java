package io.wringer.extension.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads comma-separated values as RFC 4180 describes them: quoted fields may hold commas, quotes and line breaks. */
final class Csv {

    private final String text;
    private int position;
    private int line = 1;

    private Csv(String text) {
        this.text = text;
    }

    /** Reads the records of a file by the column names in its first record. */
    static List<Map<String, String>> read(Path file) throws CsvException {
        return byName(new Csv(textOf(file)).records());
    }

    private static String textOf(Path file) throws CsvException {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw new CsvException(
                    e + ".",
                    "Give a readable UTF-8 file; relative paths start at "
                            + Path.of("").toAbsolutePath() + ".");
        }
    }

    private record Numbered(int line, List<String> fields) {}

    private static List<Map<String, String>> byName(List<Numbered> records) throws CsvException {
        if (records.size() < 2) {
            throw new CsvException("it has no record below its header.", "Add at least one record.");
        }
        List<String> header = records.get(0).fields();
        if (new HashSet<>(header).size() < header.size()) {
            throw new CsvException("two columns have the same name.", "Give each column a name of its own.");
        }
        List<Map<String, String>> result = new ArrayList<>();
        for (Numbered each : records.subList(1, records.size())) {
            result.add(named(header, each));
        }
        return result;
    }

    private static Map<String, String> named(List<String> header, Numbered each) throws CsvException {
        if (each.fields().size() != header.size()) {
            throw new CsvException(
                    "line " + each.line() + " has " + each.fields().size() + " fields, the header has " + header.size()
                            + ".",
                    "Give each record as many fields as the header.");
        }
        Map<String, String> result = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            result.put(header.get(i), each.fields().get(i));
        }
        return Collections.unmodifiableMap(result);
    }

    private List<Numbered> records() throws CsvException {
        List<Numbered> records = new ArrayList<>();
        while (position < text.length()) {
            int startLine = line;
            List<String> fields = fields();
            if (fields.size() > 1 || !fields.get(0).isEmpty()) { // else an empty line
                records.add(new Numbered(startLine, fields));
            }
        }
        return records;
    }

    private List<String> fields() throws CsvException {
        List<String> fields = new ArrayList<>();
        do {
            fields.add(at('"') ? quoted() : plain());
        } while (skip(','));
        skip('\r');
        if (skip('\n')) {
            line++;
        } else if (position < text.length()) {
            throw new CsvException("line " + line + " goes on after a closing quote.", "Double quotes within quotes.");
        }
        return fields;
    }

    private String plain() {
        int start = position;
        while (position < text.length() && ",\r\n".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private String quoted() throws CsvException {
        int startLine = line;
        StringBuilder field = new StringBuilder();
        position++;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c != '"') {
                line += c == '\n' ? 1 : 0;
                field.append(c);
            } else if (skip('"')) {
                field.append('"');
            } else {
                return field.toString();
            }
        }
        throw new CsvException("the quote that opens on line " + startLine + " is not closed.", "Close it.");
    }

    private boolean at(char expected) {
        return position < text.length() && text.charAt(position) == expected;
    }

    private boolean skip(char expected) {
        if (at(expected)) {
            position++;
            return true;
        }
        return false;
    }
}

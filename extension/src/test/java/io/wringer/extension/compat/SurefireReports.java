package io.wringer.extension.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What Surefire wrote to its XML reports. */
final class SurefireReports {

    private final List<Element> suites;

    private SurefireReports(List<Element> suites) {
        this.suites = suites;
    }

    static SurefireReports read(Path project) throws IOException {
        List<Element> suites = new ArrayList<>();
        try (Stream<Path> files = Files.list(project.resolve("target/surefire-reports"))) {
            for (Path file : (Iterable<Path>) files.filter(SurefireReports::isReport)::iterator) {
                suites.add(parse(file));
            }
        }
        return new SurefireReports(suites);
    }

    int tests() {
        return sum("tests");
    }

    int skipped() {
        return sum("skipped");
    }

    /** Returns failures and errors together; JUnit doesn't tell the two apart, versions of Surefire differ. */
    int red() {
        return sum("failures") + sum("errors");
    }

    private int sum(String attribute) {
        return suites.stream()
                .mapToInt(suite -> Integer.parseInt(suite.getAttribute(attribute)))
                .sum();
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-") && name.endsWith(".xml");
    }

    private static Element parse(Path file) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("Unreadable report " + file, e);
        }
    }
}

package io.wringer.extension.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The test cases in Surefire's XML reports.
 *
 * <p>Counted one by one: the sums in the reports, and on the console, depend on how a version of Surefire groups nested
 * classes and classes that failed as a whole.
 */
final class SurefireReports {

    private final List<Element> cases;

    private SurefireReports(List<Element> cases) {
        this.cases = cases;
    }

    static SurefireReports read(Path project) throws IOException {
        List<Element> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(project.resolve("target/surefire-reports"))) {
            for (Path file : (Iterable<Path>) files.filter(SurefireReports::isReport)::iterator) {
                children(parse(file))
                        .filter(child -> child.getTagName().equals("testcase"))
                        .forEach(cases::add);
            }
        }
        return new SurefireReports(cases);
    }

    int tests() {
        return cases.size();
    }

    /** Returns failures and errors together; JUnit doesn't tell the two apart. */
    int red() {
        return with("failure") + with("error");
    }

    int skipped() {
        return with("skipped");
    }

    /** Returns the tests that failed before they passed in a rerun. */
    int flaky() {
        return with("flakyFailure") + with("flakyError");
    }

    private int with(String tag) {
        return (int) cases.stream()
                .filter(test ->
                        children(test).anyMatch(child -> child.getTagName().equals(tag)))
                .count();
    }

    private static Stream<Element> children(Element parent) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
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

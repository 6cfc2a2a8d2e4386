package io.wringer.extension.leak.watch;

import io.wringer.extension.leak.site.Site;
import io.wringer.extension.leak.site.Target;
import io.wringer.leak.Resource;
import java.util.List;
import java.util.Map;

/**
 * How many things of one sort were opened and never closed.
 *
 * @param kind what it counts
 * @param unit in words
 * @param opened follows them
 * @param sort the sort
 */
record OpenedGauge(Resource kind, String unit, Opened opened, Opened.Sort sort) implements Gauge {

    static List<Gauge> unclosed(Opened opened) {
        return List.of(
                new OpenedGauge(Resource.UNCLOSED, "unclosed statement", opened, Opened.Sort.STATEMENT),
                new OpenedGauge(Resource.UNCLOSED, "unclosed JDBC connection", opened, Opened.Sort.CONNECTION),
                new OpenedGauge(Resource.UNCLOSED, "unclosed response body", opened, Opened.Sort.RESPONSE));
    }

    static Gauge temporaryFiles(Opened opened) {
        return new OpenedGauge(Resource.TEMP_FILES, "temporary file", opened, Opened.Sort.TEMPORARY_FILE);
    }

    @Override
    public void beforeCollection() {
        opened.look();
    }

    @Override
    public long read() {
        return items().size();
    }

    @Override
    public Map<Object, String> items() {
        opened.look();
        return opened.items(sort);
    }

    @Override
    public boolean isItem(Object identity, Object object) {
        return opened.isItem(identity, object);
    }

    @Override
    public List<Site> sites() {
        return opened.sites(sort);
    }

    @Override
    public List<Target> targets() {
        return List.of(); // their stacks are known already
    }
}

package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.Map;
import java.util.Set;

/**
 * Open descriptors of one kind.
 *
 * @param kind files, sockets or pipes
 * @param unit in words
 */
record DescriptorGauge(Resource kind, String unit) implements Gauge {

    @Override
    public long read() {
        return DescriptorTable.open(kind).size();
    }

    /** Saves the process table of sockets, which is long to read. */
    @Override
    public Set<Object> identities() {
        return DescriptorTable.open(kind).keySet();
    }

    @Override
    public Map<Object, String> items() {
        return DescriptorTable.described(DescriptorTable.open(kind));
    }
}

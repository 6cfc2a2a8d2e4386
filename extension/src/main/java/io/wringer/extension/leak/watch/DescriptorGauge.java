package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.Map;

/** Open descriptors of one kind: files, sockets or pipes. */
record DescriptorGauge(Resource kind, String unit) implements Gauge {

    @Override
    public long read() {
        return items().size();
    }

    @Override
    public Map<Object, String> items() {
        return DescriptorTable.open(kind);
    }
}

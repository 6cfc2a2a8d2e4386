package io.wringer.extension.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table holds as many rows after it met new classes as before. */
class RowsTests {

    private final Rows rows = new Rows(3);

    @Test
    void newClassesTakeReservedRows() {
        rows.row("acme.First")[0] = 1;
        rows.reserve();
        Set<long[]> before = all();

        rows.row("acme.Second")[1] = 2;
        rows.row("acme.Third")[2] = 3;

        assertThat(all()).hasSameSizeAs(before).allMatch(before::contains);
        assertThat(rows.row("acme.First")).containsExactly(1, 0, 0);
        assertThat(rows.row("acme.Second")).containsExactly(0, 2, 0);
        assertThat(rows.rowOrZeros("acme.Third")).containsExactly(0, 0, 3);
        assertThat(rows.rowOrZeros("acme.Fourth")).containsExactly(0, 0, 0);
    }

    @Test
    void moreNewClassesThanRowsAreReservedAreTakenUpAllTheSame() {
        rows.reserve();
        for (int i = 0; i < 200; i++) {
            rows.row("acme.Type" + i)[0] = i;
        }
        List<String> names = new ArrayList<>();
        rows.forEach((name, row) -> names.add(name + " " + row[0]));

        assertThat(names).hasSize(200).contains("acme.Type0 0", "acme.Type199 199");
    }

    @Test
    void aPlaceIsClearedInAllRows() {
        rows.row("acme.First")[0] = 1;
        rows.row("acme.First")[1] = 2;
        rows.clear(1);

        assertThat(rows.row("acme.First")).containsExactly(1, 0, 0);
    }

    private Set<long[]> all() {
        Set<long[]> all = Collections.newSetFromMap(new IdentityHashMap<>());
        rows.forEach((name, row) -> all.add(row));
        return all;
    }
}

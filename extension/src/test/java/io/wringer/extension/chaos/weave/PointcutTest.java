package io.wringer.extension.chaos.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wringer.extension.grammar.GrammarException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointcutTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            com.acme.Store.insert         | com.acme.Store            | true
            com.acme.Store.insert         | com.acme.StoreX           | false
            com.acme.Shop.Store.insert    | com.acme.Shop$Store       | true
            com.acme.*Store.insert        | com.acme.MemoryStore      | true
            com.acme.*Store.insert        | com.acme.sub.MemoryStore  | false
            com.acme..*Store.insert       | com.acme.sub.MemoryStore  | true
            com.acme..*Store.insert       | com.acme.MemoryStore      | true
            com.acme..*Store.insert       | com.acmes.MemoryStore     | false
            com..sub.*.insert             | com.acme.sub.Store        | true
            com.*.Store.insert            | com.acme.Store            | true
            com.*.Store.insert            | com.acme.sub.Store        | false
            """)
    void knowsTypes(String pointcut, String type, boolean meant) {
        assertThat(Pointcut.parse(pointcut).matchesTypeName(type)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.B.find              | find    | (I)V                                      | true
            a.B.find              | finder  | (I)V                                      | false
            a.B.find*             | finder  | (I)V                                      | true
            a.B.*                 | find    | ()V                                       | true
            a.B.*                 | <init>  | ()V                                       | false
            a.B.new               | <init>  | ()V                                       | true
            a.B.find()            | find    | ()V                                       | true
            a.B.find()            | find    | (I)V                                      | false
            a.B.find(..)          | find    | (IJ)V                                     | true
            a.B.find(int)         | find    | (I)V                                      | true
            a.B.find(int, ..)     | find    | (ILjava/lang/String;)V                    | true
            a.B.find(int, ..)     | find    | (I)V                                      | true
            a.B.find(int, ..)     | find    | (JI)V                                     | false
            a.B.find(.., String)  | find    | (IJLjava/lang/String;)V                   | true
            a.B.find(String)      | find    | (Ljava/lang/String;)V                     | true
            a.B.find(java.lang.*) | find    | (Ljava/lang/String;)V                     | true
            a.B.find(List<Order>) | find    | (Ljava/util/List;)V                       | true
            a.B.find(String...)   | find    | ([Ljava/lang/String;)V                    | true
            a.B.find(byte[])      | find    | ([B)V                                     | true
            a.B.find(Entry)       | find    | (Ljava/util/Map$Entry;)V                  | true
            a.B.find(*, int)      | find    | (JI)V                                     | true
            a.B.find(*, int)      | find    | (I)V                                      | false
            """)
    void knowsMethodsAndParameters(String pointcut, String name, String descriptor, boolean meant) {
        assertThat(Pointcut.parse(pointcut).matchesMethod(name, descriptor)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "@com.acme.Remote a.B.c, com.acme.Remote, true",
        "@Remote a.B.c, com.acme.Remote, true",
        "@Remote a.B.c, com.acme.Api$Remote, true",
        "@Remote a.B.c, com.acme.NotRemote, false",
        "a.B.c, com.acme.Remote, true"
    })
    void knowsAnnotations(String pointcut, String annotation, boolean meant) {
        assertThat(Pointcut.parse(pointcut).matchesAnnotations(List.of("x.Other", annotation)))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            insert              | expected a type, a dot and a method
            com.acme..insert    | expected a type before the method
            com.acme.Store.     | expected the name of a method
            a.B.c(int           | expected )
            a.B.c(int) x        | unexpected text after )
            a.B.c(int,,long)    | expected a type between commas
            a.B#c               | unexpected character
            @Remote             | expected a blank and a type and method after the annotation
            """)
    void saysWhatCannotBeRead(String text, String problem) {
        assertThatThrownBy(() -> Pointcut.parse(text))
                .isInstanceOf(GrammarException.class)
                .hasMessageContaining(problem);
    }
}

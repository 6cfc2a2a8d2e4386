/** Tests as a module of their own, which reads Wringer as one. */
open module it.modules {
    requires io.wringer.extension;
    requires org.junit.jupiter.api;
    requires org.junit.platform.launcher;
}

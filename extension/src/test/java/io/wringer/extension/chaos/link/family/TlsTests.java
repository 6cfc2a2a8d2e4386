package io.wringer.extension.chaos.link.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.wringer.extension.chaos.parts.LocalCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link is no party of the encryption: certificate and host name are checked end to end. */
class TlsTests extends JdkHttpClientTests {

    private static SSLContext context;

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        context = LocalCertificate.make(directory).context();
    }

    @Override
    HttpServer create(InetSocketAddress address) throws Exception {
        HttpsServer server = HttpsServer.create(address, 50);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    @Override
    String scheme() {
        return "https";
    }

    @Override
    HttpClient.Builder configure(HttpClient.Builder client) {
        return client.sslContext(context);
    }

    @Test
    void letsNoChangedByteThrough() throws Exception {
        link().toClient().corruptByte(3000);

        assertThatThrownBy(this::fragile).isInstanceOf(IOException.class);
        link().heal();
        assertThat(robust()).isEqualTo(answer());
    }
}

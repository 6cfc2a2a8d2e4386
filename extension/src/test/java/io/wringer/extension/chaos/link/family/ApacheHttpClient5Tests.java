package io.wringer.extension.chaos.link.family;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

class ApacheHttpClient5Tests extends HttpFamily {

    @Override
    String fragile() throws Exception {
        return post(Timeout.DISABLED);
    }

    @Override
    String attempt() throws Exception {
        return post(Timeout.ofMilliseconds(PATIENCE));
    }

    private String post(Timeout timeout) throws Exception {
        HttpPost request = new HttpPost(url());
        request.setEntity(new StringEntity(BODY));
        try (CloseableHttpClient client = client(timeout)) {
            return client.execute(request, response -> EntityUtils.toString(response.getEntity()));
        }
    }

    private static CloseableHttpClient client(Timeout timeout) {
        ConnectionConfig connections = ConnectionConfig.custom()
                .setConnectTimeout(timeout)
                .setSocketTimeout(timeout)
                .build();
        return HttpClients.custom()
                .disableAutomaticRetries()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connections)
                        .build())
                .build();
    }
}

package io.wringer.extension.chaos.link.family;

import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

class ApacheHttpClient4Tests extends HttpFamily {

    @Override
    String fragile() throws Exception {
        return post(0);
    }

    @Override
    String attempt() throws Exception {
        return post(PATIENCE);
    }

    private String post(int timeout) throws Exception {
        HttpPost request = new HttpPost(url());
        request.setEntity(new StringEntity(BODY));
        request.setConfig(RequestConfig.custom()
                .setConnectTimeout(timeout)
                .setSocketTimeout(timeout)
                .build());
        try (CloseableHttpClient client =
                        HttpClients.custom().disableAutomaticRetries().build();
                CloseableHttpResponse response = client.execute(request)) {
            return EntityUtils.toString(response.getEntity());
        }
    }
}

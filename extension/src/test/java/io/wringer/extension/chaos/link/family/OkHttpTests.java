package io.wringer.extension.chaos.link.family;

import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

class OkHttpTests extends HttpFamily {

    @Override
    String fragile() throws Exception {
        return post(new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO));
    }

    @Override
    String attempt() throws Exception {
        return post(new OkHttpClient.Builder().callTimeout(Duration.ofMillis(PATIENCE)));
    }

    private String post(OkHttpClient.Builder builder) throws Exception {
        OkHttpClient client = builder.build();
        Request request = new Request.Builder()
                .url(url())
                .post(RequestBody.create(BODY, null))
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        } finally {
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        }
    }
}

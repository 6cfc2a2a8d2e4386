package io.wringer.extension.leak.pairs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.wringer.leak.Resource;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;

/** HTTP clients against a real server on loopback, and what is below them. */
final class NetworkPairs {

    private NetworkPairs() {}

    /** Buffers of a pool that are not released: the pool takes chunk after chunk. */
    @Expect(
            library = "Netty",
            kind = Resource.HEAP,
            says = {"io.netty.buffer.PoolChunk", "allocator: PooledByteBufAllocator -> heapArenas"},
            ordinary = true)
    static final class NettyBufferNotReleased implements Pair {
        private static final int PAGE = 4096;
        private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(false, 1, 0, PAGE, 1, 0, 0, false);

        @Override
        public void broken() {
            allocator.heapBuffer(PAGE).writeByte(1);
        }

        @Override
        public void clean() {
            ByteBuf buffer = allocator.heapBuffer(PAGE);
            buffer.writeByte(1);
            buffer.release();
        }
    }

    /** An event loop per client. */
    @Expect(
            library = "Netty",
            kind = Resource.THREADS,
            says = {"nioEventLoopGroup-"})
    static final class NettyEventLoopNotShutDown implements Pair {
        private final java.util.Queue<EventLoopGroup> groups = new java.util.ArrayDeque<>();

        @Override
        public void broken() throws Exception {
            EventLoopGroup group = new NioEventLoopGroup(1);
            groups.add(group);
            group.submit(() -> "sent").sync();
        }

        @Override
        public void clean() throws Exception {
            EventLoopGroup group = new NioEventLoopGroup(1);
            group.submit(() -> "sent").sync();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }

        @Override
        public void close() throws Exception {
            for (EventLoopGroup group : groups) {
                group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
            for (EventLoopGroup group : groups) {
                group.terminationFuture().sync();
            }
        }
    }

    /** A client per call: each keeps its connection alive for five minutes. */
    @Expect(
            library = "OkHttp",
            kind = Resource.SOCKETS,
            says = {"open socket", "okhttp3.internal.concurrent.TaskRunner"},
            ordinary = true)
    static final class OkHttpClientPerCall implements Pair {
        private final Server server = Server.start();
        private final OkHttpClient shared = new OkHttpClient();

        OkHttpClientPerCall() throws IOException {}

        @Override
        public void broken() throws IOException {
            get(new OkHttpClient());
        }

        @Override
        public void clean() throws IOException {
            get(shared);
        }

        private void get(OkHttpClient client) throws IOException {
            try (Response response = client.newCall(
                            new Request.Builder().url(server.url()).build())
                    .execute()) {
                response.body().bytes();
            }
        }

        @Override
        public void close() {
            shared.connectionPool().evictAll();
            server.close();
        }
    }

    /** A response that is neither read nor closed keeps its connection leased. */
    @Expect(
            library = "Apache HttpClient 4",
            kind = Resource.POOLS,
            says = {"leased connection", "PoolingHttpClientConnectionManager", "client: InternalHttpClient"})
    static final class HttpClient4ResponseNotClosed implements Pair {
        private final Server server = Server.start();
        private final CloseableHttpClient client = org.apache.http.impl.client.HttpClients.custom()
                .setMaxConnPerRoute(1_000)
                .setMaxConnTotal(1_000)
                .build();

        HttpClient4ResponseNotClosed() throws IOException {}

        @Override
        public void broken() throws IOException {
            client.execute(new HttpGet(server.url())).getStatusLine();
        }

        @Override
        public void clean() throws IOException {
            try (CloseableHttpResponse response = client.execute(new HttpGet(server.url()))) {
                EntityUtils.consume(response.getEntity());
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    /** The default of five connections per route: the sixth call waits for three minutes. */
    @Expect(
            library = "Apache HttpClient 5",
            kind = Resource.POOLS,
            says = {"leased connection", "PoolingHttpClientConnectionManager", "client: InternalHttpClient"})
    static final class HttpClient5ResponseNotClosed implements Pair {
        private final Server server = Server.start();
        private final org.apache.hc.client5.http.impl.classic.CloseableHttpClient client = HttpClients.createDefault();

        HttpClient5ResponseNotClosed() throws IOException {}

        @Override
        @SuppressWarnings("deprecation") // what everybody called who came from version 4
        public void broken() throws IOException {
            client.execute(request()).getCode();
        }

        @Override
        public void clean() throws IOException {
            client.execute(request(), response -> response.getCode());
        }

        private org.apache.hc.client5.http.classic.methods.HttpGet request() {
            return new org.apache.hc.client5.http.classic.methods.HttpGet(server.url());
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }
}

package io.faasrank.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS in front of the Redis server, whose embedded build has none. */
public final class TlsProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int redisPort;

  public TlsProxy(Path keyStore, String password, int redisPort)
      throws IOException, GeneralSecurityException {
    this.redisPort = redisPort;
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keyStore)) {
      keys.load(file, password.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = context.getServerSocketFactory().createServerSocket(0);
    daemon(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      daemon(
          () -> {
            try (client;
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
              daemon(() -> copy(redis, client));
              copy(client, redis);
            }
          });
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    OutputStream out = to.getOutputStream();
    InputStream in = from.getInputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  private static void daemon(Piping piping) {
    Thread thread =
        new Thread(
            () -> {
              try {
                piping.run();
              } catch (IOException e) {
                // one side closed: so does the proxy
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private interface Piping {
    void run() throws IOException;
  }
}

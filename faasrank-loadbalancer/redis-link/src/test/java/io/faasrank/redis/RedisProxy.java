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
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An address in front of a Redis server: speaks TLS, which the embedded build has not, or leads new
 * connections to another server, as a failover does.
 */
public final class RedisProxy implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  private final ServerSocket server;
  private volatile int redisPort;

  private RedisProxy(ServerSocket server, int redisPort) {
    this.server = server;
    this.redisPort = redisPort;
    daemon(this::accept);
  }

  public static RedisProxy plain(int redisPort) throws IOException {
    return new RedisProxy(new ServerSocket(0), redisPort);
  }

  /**
   * An address that speaks TLS.
   *
   * @param keyStore from {@link #keyStore}
   */
  public static RedisProxy tls(Path keyStore, int redisPort)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keyStore)) {
      keys.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new RedisProxy(context.getServerSocketFactory().createServerSocket(0), redisPort);
  }

  /** Makes a key and its certificate for a host name. */
  public static Path keyStore(Path folder, String host) throws IOException, InterruptedException {
    Path store = Files.createDirectories(folder).resolve(host + ".p12");
    String keytool = System.getProperty("java.home") + "/bin/keytool";
    String options =
        "-genkeypair -alias redis -keyalg EC -validity 2 -storetype PKCS12 -storepass ";
    ProcessBuilder command = new ProcessBuilder(keytool);
    command.command().addAll(List.of((options + PASSWORD).split(" ", -1)));
    command.command().addAll(List.of("-dname", "CN=" + host, "-ext", "san=dns:" + host));
    command.command().addAll(List.of("-keystore", store.toString()));
    int exit = command.redirectErrorStream(true).start().waitFor();
    if (exit != 0) {
      throw new IOException(keytool + " ended with " + exit);
    }
    return store;
  }

  /** Settings, without a path, under which a client trusts the certificate of a store. */
  public static String trusting(Path keyStore) {
    return "tls = true, tls-trust-store = \"%s\", tls-trust-store-password = %s"
        .formatted(keyStore, PASSWORD);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** From now on new connections lead to another server; those that are open stay as they are. */
  public void leadTo(int otherPort) {
    redisPort = otherPort;
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
    try (from;
        to) {
      OutputStream out = to.getOutputStream();
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
      }
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

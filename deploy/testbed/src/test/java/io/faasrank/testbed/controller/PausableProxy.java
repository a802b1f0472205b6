package io.faasrank.testbed.controller;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port before a server that can stop passing anything on, as a server does that is stopped
 * without being closed: connections stay, and what is written arrives when it goes on.
 */
final class PausableProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private boolean paused;

  PausableProxy() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Begins to lead to a port. */
  void leadTo(int port) {
    target = port;
    daemon(this::accept);
  }

  synchronized void pause() {
    paused = true;
  }

  synchronized void resume() {
    paused = false;
    notifyAll();
  }

  private synchronized void awaitOpen() throws InterruptedException {
    while (paused) {
      wait();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(server);
      daemon(() -> copy(client, server));
      daemon(() -> copy(server, client));
    }
  }

  private void copy(Socket from, Socket to) throws IOException, InterruptedException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitOpen();
        out.write(buffer, 0, n);
      }
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void daemon(Piping piping) {
    Thread thread =
        new Thread(
            () -> {
              try {
                piping.run();
              } catch (IOException e) {
                // one side closed: so does the other
                return;
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "pausable-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resume();
  }

  private interface Piping {
    void run() throws IOException, InterruptedException;
  }
}

package io.standpipe.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where one node listens: a loopback address of its own, as if it were a machine, and a port for
 * each kind of peer.
 *
 * <p>The nodes have to know each other's ports before they start, and a restarted node needs the
 * ports that it had. On 127.0.0.1 such a port could be taken in between, by any connection: the
 * kernel gives connections their local ports there. On 127.x.y.z it does not, because a connection
 * over loopback starts at 127.0.0.1.
 *
 * @param node the node's number, from 1 on
 */
record NodeAddress(int node, String host, int clients, int brokers, int controllers) {

  /** Chooses addresses that nothing listens on. */
  static List<NodeAddress> choose(int nodes) throws IOException {
    var random = ThreadLocalRandom.current();
    String network = "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + ".";
    var chosen = new ArrayList<NodeAddress>();
    for (int node = 1; node <= nodes; node++) {
      InetAddress address = InetAddress.getByName(network + node);
      // Open at the same time, so that they differ.
      try (var clients = new ServerSocket(0, 1, address);
          var brokers = new ServerSocket(0, 1, address);
          var controllers = new ServerSocket(0, 1, address)) {
        chosen.add(
            new NodeAddress(
                node,
                address.getHostAddress(),
                clients.getLocalPort(),
                brokers.getLocalPort(),
                controllers.getLocalPort()));
      }
    }
    return List.copyOf(chosen);
  }

  String forClients() {
    return host + ":" + clients;
  }

  String forBrokers() {
    return host + ":" + brokers;
  }

  String forControllers() {
    return host + ":" + controllers;
  }
}

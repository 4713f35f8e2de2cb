package dev.jetticorn.samples.grpc.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command: {@code java -jar grpc-client.jar --insecure localhost 8443}. */
public final class GrpcClient {
  private static final String USAGE =
      """
      usage: java -jar grpc-client.jar (--insecure | FILE) HOST PORT

        --insecure  take any certificate
        FILE        take the certificate in this PEM file

      Prints PASS or FAIL for each check. Exit status: 0 if all passed, 1 if one failed,
      2 if the command line makes no sense.
      """;

  private GrpcClient() {}

  /**
   * Runs the command.
   *
   * @param arguments the words of the command line
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3) {
      System.err.print(USAGE);
      System.exit(2);
    }
    SslContextBuilder tls = GrpcSslContexts.forClient();
    if (arguments[0].equals("--insecure")) {
      tls.trustManager(InsecureTrustManagerFactory.INSTANCE);
    } else {
      tls.trustManager(new File(arguments[0]));
    }
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(arguments[1], Integer.parseInt(arguments[2]))
            .sslContext(tls.build())
            .keepAliveTime(10, TimeUnit.SECONDS)
            .build();
    boolean passed = run(new Checks(channel).all());
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    System.exit(passed ? 0 : 1);
  }

  private static boolean run(List<Check> checks) {
    boolean passed = true;
    for (Check check : checks) {
      String result = check.run();
      System.out.println(result);
      passed &= result.startsWith("PASS");
    }
    return passed;
  }
}

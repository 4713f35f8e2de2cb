package dev.jetticorn.samples.grpc;

import io.grpc.servlet.jakarta.GrpcServlet;
import jakarta.servlet.annotation.WebServlet;
import java.util.List;

/** Answers the calls of the service; gRPC needs asynchronous servlets. */
@WebServlet(urlPatterns = "/" + EchoService.NAME + "/*", asyncSupported = true)
public final class EchoServlet extends GrpcServlet {
  /** The servlet, as the container makes it. */
  public EchoServlet() {
    super(List.of(new EchoService()));
  }
}

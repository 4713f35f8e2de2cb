package dev.jetticorn.it.application.everything;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.File;
import java.io.IOException;

/** Takes a multipart upload of any size by way of the disk, and says where that was. */
@WebServlet("/upload")
@MultipartConfig(fileSizeThreshold = 1)
public final class UploadServlet extends HttpServlet {
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    response.setContentType("text/plain");
    for (Part part : request.getParts()) {
      response.getWriter().println(part.getSubmittedFileName() + ": " + part.getSize() + " bytes");
    }
    File directory = (File) getServletContext().getAttribute(ServletContext.TEMPDIR);
    response.getWriter().println("kept below " + directory.getCanonicalPath());
  }
}

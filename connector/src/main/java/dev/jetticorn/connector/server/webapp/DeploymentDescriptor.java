package dev.jetticorn.connector.server.webapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Optional;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The file {@code web.xml} of a web application (Servlet 6.1, section 14), as far as its form goes.
 *
 * <p>Jetty says the same with three stack traces, and not always of which file.
 */
final class DeploymentDescriptor {
  static final String NAME = "WEB-INF/web.xml";

  private DeploymentDescriptor() {}

  /** What is wrong with it, and in which line; empty when it is well-formed XML. */
  static Optional<String> fault(InputStream descriptor) throws IOException {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.newSAXParser().parse(descriptor, new Judge());
      return Optional.empty();
    } catch (SAXParseException e) {
      return Optional.of(at(NAME, e));
    } catch (SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For example {@code WEB-INF/web.xml, line 3: The element type "servlet" must be …}. */
  static String at(String file, SAXParseException fault) {
    return file + ", line " + fault.getLineNumber() + ": " + fault.getMessage();
  }

  private static final class Judge extends DefaultHandler {
    /** Grammars are not asked for: they are on the network. */
    @Override
    public InputSource resolveEntity(String publicId, String systemId) {
      return new InputSource(new StringReader(""));
    }

    /** The parser would print it otherwise. */
    @Override
    public void fatalError(SAXParseException e) throws SAXParseException {
      throw e;
    }
  }
}

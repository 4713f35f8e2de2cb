package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;

import dev.jetticorn.connector.settings.Secret;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The one key of a PKCS#12 file and all its certificates. */
record Pkcs12File(PrivateKey key, List<X509Certificate> certificates) {

  Pkcs12File {
    certificates = List.copyOf(certificates);
  }

  static Pkcs12File read(SettingFile file, byte[] bytes, Optional<Secret> password) {
    // Nobody needs to say a password that is empty.
    char[] secret = password.map(Secret::reveal).orElseGet(() -> new char[0]);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), secret);
      return of(file, store, secret);
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw wrongPassword(file, password).causedBy(e);
      }
      throw damaged(file).causedBy(e);
    } catch (GeneralSecurityException e) {
      throw damaged(file).causedBy(e);
    }
  }

  private static Pkcs12File of(SettingFile file, KeyStore store, char[] secret)
      throws GeneralSecurityException {
    List<PrivateKey> keys = new ArrayList<>();
    List<Certificate> certificates = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (!store.isKeyEntry(alias)) {
        certificates.add(store.getCertificate(alias));
      } else if (store.getKey(alias, secret) instanceof PrivateKey key) {
        keys.add(key);
        certificates.addAll(
            Optional.ofNullable(store.getCertificateChain(alias)).map(List::of).orElse(List.of()));
      }
    }
    if (keys.isEmpty()) {
      throw file.problem("%s holds no private key", "PKCS#12 without an encrypted key")
          .help("export it with its key: `openssl pkcs12 -export -inkey key.pem -in cert.pem`");
    }
    if (keys.size() > 1) {
      throw file.problem("%s holds " + keys.size() + " private keys", "one key is expected");
    }
    return new Pkcs12File(
        keys.get(0), certificates.stream().distinct().map(X509Certificate.class::cast).toList());
  }

  private static UnusableSettingException wrongPassword(
      SettingFile file, Optional<Secret> password) {
    return password.isPresent()
        ? new UnusableSettingException(
            KEYFILE_PASSWORD, "wrong password for " + file, "does not open the file")
        : file.problem("%s is encrypted", "needs a password")
            .help("set `" + KEYFILE_PASSWORD + "`");
  }

  private static UnusableSettingException damaged(SettingFile file) {
    return file.problem("%s is damaged", "cannot be read as PKCS#12");
  }
}

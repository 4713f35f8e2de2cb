package dev.jetticorn.samples.http2.answer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The checksum of a body that passes by, in the form of RFC 1864: {@code Q2hlY2sgSW50ZWdyaXR5IQ==}.
 */
public final class ContentMd5 {
  private final MessageDigest digest;

  private ContentMd5(MessageDigest digest) {
    this.digest = digest;
  }

  /** A checksum of nothing yet. */
  public static ContentMd5 start() {
    try {
      return new ContentMd5(MessageDigest.getInstance("MD5"));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
  }

  /** The checksum of a body that is there as a whole. */
  public static String of(byte[] body) {
    var checksum = start();
    checksum.update(body, body.length);
    return checksum.finish();
  }

  /** Takes the next bytes of the body: the first {@code length} of {@code buffer}. */
  public void update(byte[] buffer, int length) {
    digest.update(buffer, 0, length);
  }

  /** Ends the checksum; what is updated afterwards belongs to a new one. */
  public String finish() {
    return Base64.getEncoder().encodeToString(digest.digest());
  }
}

package dev.jetticorn.connector.settings.model;

/**
 * One value, which may stand in quotation marks.
 *
 * @param <T> the Java type of the value
 */
public abstract class ScalarType<T> implements ValueType<T> {

  /** Reads the value without its quotation marks. */
  protected abstract T parseBare(String text) throws BadValue;

  /** Prints the value without quotation marks. */
  protected abstract String printBare(T value);

  @Override
  public final T parse(String text) throws BadValue {
    try {
      return parseBare(Quotes.strip(text));
    } catch (BadValue bad) {
      throw bad.shiftedBy(Quotes.offset(text));
    }
  }

  @Override
  public final String print(T value) {
    String bare = printBare(value);
    return isPlain(bare) ? bare : Quotes.around(bare);
  }

  /** Whether a value means the same without quotation marks. */
  protected boolean isPlain(String bare) {
    return bare.strip().equals(bare) && Quotes.strip(bare).equals(bare);
  }
}

package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ValueType;
import java.util.List;
import java.util.Optional;

/** Addresses and ranges; as in gunicorn, nothing at all means nobody. */
final class TrustedPeersType implements ValueType<TrustedPeers> {
  private final ValueType<Optional<List<AddressRange>>> ranges =
      ValueType.optional(ValueType.listOf(new AddressRangeType()));

  @Override
  public TrustedPeers parse(String text) throws BadValue {
    return new TrustedPeers(ranges.parse(text).orElse(List.of()));
  }

  @Override
  public String print(TrustedPeers value) {
    return ranges.print(Optional.of(value.ranges()).filter(some -> !some.isEmpty()));
  }

  @Override
  public String allowed() {
    return ranges.allowed();
  }

  @Override
  public String placeholder() {
    return ranges.placeholder();
  }
}

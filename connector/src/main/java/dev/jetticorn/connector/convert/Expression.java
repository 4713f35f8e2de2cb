package dev.jetticorn.connector.convert;

import dev.jetticorn.connector.convert.PythonValue.Numeral;
import dev.jetticorn.connector.convert.PythonValue.Sequence;
import dev.jetticorn.connector.convert.PythonValue.Text;
import dev.jetticorn.connector.convert.PythonValue.Word;
import dev.jetticorn.connector.convert.Token.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Evaluates a literal: constants, containers of them, names that stand for them, arithmetic. */
final class Expression {
  private static final String CALL = "a call, which only Python can make";
  private static final int DEEPEST = 50;
  private static final int LARGEST_EXPONENT = 64;

  private final List<Token> tokens;
  private final Map<String, PythonValue> names;
  private int next;
  private int depth;

  private Expression(List<Token> tokens, Map<String, PythonValue> names) {
    this.tokens = tokens;
    this.names = names;
  }

  /** Evaluates all of these tokens. */
  static PythonValue evaluate(List<Token> tokens, Map<String, PythonValue> names)
      throws NotLiteral {
    var expression = new Expression(tokens, names);
    PythonValue value = expression.tuple();
    if (expression.next < tokens.size()) {
      throw expression.unexpected();
    }
    return value;
  }

  private PythonValue tuple() throws NotLiteral {
    PythonValue first = sum();
    if (!isNext(",")) {
      return first;
    }
    List<PythonValue> values = new ArrayList<>(List.of(first));
    while (skip(",")) {
      if (next < tokens.size() && !isNext(")")) {
        values.add(sum());
      }
    }
    return new Sequence(values);
  }

  private PythonValue sum() throws NotLiteral {
    PythonValue value = product();
    while (isNext("+") || isNext("-")) {
      value = calculate(tokens.get(next++).text(), value, product());
    }
    return value;
  }

  private PythonValue product() throws NotLiteral {
    PythonValue value = factor();
    while (isNext("*") || isNext("/") || isNext("//") || isNext("%")) {
      value = calculate(tokens.get(next++).text(), value, factor());
    }
    return value;
  }

  private PythonValue factor() throws NotLiteral {
    if (++depth > DEEPEST) {
      throw new NotLiteral("nested too deeply");
    }
    try {
      return signed();
    } finally {
      depth--;
    }
  }

  private PythonValue signed() throws NotLiteral {
    if (skip("-")) {
      return calculate("-", new Numeral(BigDecimal.ZERO), factor());
    }
    if (skip("+")) {
      return calculate("+", new Numeral(BigDecimal.ZERO), factor());
    }
    PythonValue value = atom();
    if (isNext("(")) {
      throw new NotLiteral(CALL);
    }
    return skip("**") ? calculate("**", value, factor()) : value;
  }

  private PythonValue atom() throws NotLiteral {
    if (next >= tokens.size()) {
      throw new NotLiteral("not complete");
    }
    Token token = tokens.get(next++);
    return switch (token.kind()) {
      case STRING -> strings(token);
      case NUMBER -> number(token.text());
      case NAME -> name(token.text());
      case OTHER_STRING -> throw new NotLiteral("a string that Python has to put together");
      case OPERATOR -> container(token);
      case END -> throw new NotLiteral("not complete");
    };
  }

  private Text strings(Token first) {
    var text = new StringBuilder(first.text());
    while (next < tokens.size() && tokens.get(next).kind() == Kind.STRING) {
      text.append(tokens.get(next++).text());
    }
    return new Text(text.toString());
  }

  private PythonValue name(String name) throws NotLiteral {
    return switch (name) {
      case "None" -> Word.NONE;
      case "True" -> Word.TRUE;
      case "False" -> Word.FALSE;
      default -> {
        boolean call = tokens.stream().anyMatch(token -> token.is("("));
        PythonValue known = names.get(name);
        if (known == null || isNext("(") || isNext(".") || isNext("[")) {
          throw new NotLiteral(call ? CALL : "`" + name + "`, which only Python knows");
        }
        yield known;
      }
    };
  }

  private PythonValue container(Token open) throws NotLiteral {
    if (open.is("(")) {
      PythonValue inside = isNext(")") ? new Sequence(List.of()) : tuple();
      return closed(")", inside);
    }
    if (open.is("[")) {
      List<PythonValue> values = new ArrayList<>();
      while (!isNext("]")) {
        values.add(sum());
        if (!skip(",")) {
          break;
        }
      }
      return closed("]", new Sequence(values));
    }
    if (open.is("{")) {
      return dictionary();
    }
    next--;
    throw unexpected();
  }

  private PythonValue dictionary() throws NotLiteral {
    Map<String, PythonValue> values = new LinkedHashMap<>();
    while (!isNext("}")) {
      PythonValue key = sum();
      if (!skip(":")) {
        throw new NotLiteral("a set");
      }
      values.put(key.text(), sum());
      if (!skip(",")) {
        break;
      }
    }
    return closed("}", new PythonValue.Dictionary(values));
  }

  private PythonValue closed(String bracket, PythonValue value) throws NotLiteral {
    if (!skip(bracket)) {
      throw unexpected();
    }
    return value;
  }

  private static Numeral number(String text) throws NotLiteral {
    String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
    try {
      if (digits.matches("0[xob].+")) {
        int radix = digits.charAt(1) == 'x' ? 16 : digits.charAt(1) == 'o' ? 8 : 2;
        return new Numeral(new BigDecimal(new BigInteger(digits.substring(2), radix)));
      }
      BigDecimal value = new BigDecimal(digits, MathContext.DECIMAL64);
      if (Math.abs((long) value.scale()) > LARGEST_EXPONENT) {
        throw new NotLiteral("a number that is too large or too small");
      }
      return new Numeral(value);
    } catch (NumberFormatException e) {
      throw new NotLiteral("not a number");
    }
  }

  private static PythonValue calculate(String operator, PythonValue left, PythonValue right)
      throws NotLiteral {
    if (operator.equals("+") && left instanceof Text first && right instanceof Text second) {
      return new Text(first.value() + second.value());
    }
    if (operator.equals("+")
        && left instanceof Sequence first
        && right instanceof Sequence second) {
      return new Sequence(
          Stream.concat(first.values().stream(), second.values().stream()).toList());
    }
    if (!(left instanceof Numeral first) || !(right instanceof Numeral second)) {
      throw new NotLiteral("an operation that only Python can do");
    }
    return new Numeral(calculate(operator, first.value(), second.value()));
  }

  private static BigDecimal calculate(String operator, BigDecimal left, BigDecimal right)
      throws NotLiteral {
    boolean divides = operator.equals("/") || operator.equals("//") || operator.equals("%");
    if (divides && right.signum() == 0) {
      throw new NotLiteral("a division by zero");
    }
    return switch (operator) {
      case "+" -> left.add(right);
      case "-" -> left.subtract(right);
      case "*" -> left.multiply(right, MathContext.DECIMAL64);
      case "/" -> left.divide(right, MathContext.DECIMAL64);
      case "//" -> left.divide(right, 0, RoundingMode.FLOOR);
      case "%" -> left.subtract(left.divide(right, 0, RoundingMode.FLOOR).multiply(right));
      default -> {
        if (right.signum() < 0 || right.compareTo(BigDecimal.valueOf(LARGEST_EXPONENT)) > 0) {
          throw new NotLiteral("a power that is too large");
        }
        yield left.pow(right.intValue(), MathContext.DECIMAL64);
      }
    };
  }

  private boolean isNext(String operator) {
    return next < tokens.size() && tokens.get(next).is(operator);
  }

  private boolean skip(String operator) {
    boolean found = isNext(operator);
    next += found ? 1 : 0;
    return found;
  }

  private NotLiteral unexpected() {
    boolean call = tokens.stream().anyMatch(token -> token.is("("));
    return new NotLiteral(call ? CALL : "an expression that only Python can evaluate");
  }
}

<%@ tag pageEncoding="UTF-8" %><%@ attribute name="word" required="true" %><b>${word}!</b>

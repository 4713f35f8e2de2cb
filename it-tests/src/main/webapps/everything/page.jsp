<%@ page contentType="text/html; charset=UTF-8" import="java.util.List" %><%@ taglib prefix="my" tagdir="/WEB-INF/tags" %>
<p>six times seven is ${6 * 7}</p>
<p><%= String.join("-", List.of("a", "b")) %></p>
<my:shout word="from a tag file" />
